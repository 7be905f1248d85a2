import { Problem } from '#lib/platform/problems/problem.ts';
import type { MergedCells, Spreadsheet, SpreadsheetSheet } from '../spreadsheet/spreadsheet.ts';
import { ZipArchive, type ZipLimits } from '../zip/zip-archive.ts';
import {
  readRelationships,
  readSharedStrings,
  readStyles,
  readWorkbookPart,
  type Relationship,
  type WorkbookPart,
} from './read-parts.ts';
import { readRows, type SharedParts } from './read-rows.ts';
import { defaultZipLimits } from './xlsx-limits.ts';

/**
 * Opens an `.xlsx` or `.xlsm` in memory or at a path. Rows are read as they are asked for; shared texts are held. Throws
 * `file_unreadable` (damaged, locked, another format) and `file_over_limits`, each with its reason.
 */
export async function openXlsx(source: Buffer | string, limits: ZipLimits = defaultZipLimits): Promise<Spreadsheet> {
  const archive = await ZipArchive.open(source, limits);
  try {
    return await readPackage(archive);
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function readPackage(archive: ZipArchive): Promise<Spreadsheet> {
  const workbookName = await findWorkbook(archive);
  const relationships = await readRelationshipsOf(archive, workbookName);
  const workbook = await readWorkbookPart(archive.read(workbookName));
  let shared: Promise<SharedParts> | undefined;
  const getShared = (): Promise<SharedParts> => (shared ??= readShared(archive, relationships, workbook));
  const sheets = workbook.sheets.flatMap(({ name, isHidden, relationshipId }): SpreadsheetSheet[] => {
    const relationship = relationships.get(relationshipId);
    // Sheets of charts, dialogs and macros hold no cells.
    if (relationship?.type !== 'worksheet') return [];
    const merged: MergedCells[] = [];
    return [
      {
        name,
        isHidden,
        async *rows() {
          merged.length = 0;
          yield* readRows(archive.read(relationship.target), { sheet: name, merged, shared: await getShared() });
        },
        merged: () => merged,
      },
    ];
  });
  return { sheets, close: () => archive.close() };
}

async function findWorkbook(archive: ZipArchive): Promise<string> {
  if (archive.has('xl/workbook.bin')) throw anotherFormat('a binary workbook (.xlsb)');
  if (archive.has('content.xml')) throw anotherFormat('an OpenDocument file (.ods)');
  if (!archive.has('_rels/.rels')) throw anotherFormat('a zip archive, but no workbook');
  const root = await readRelationships(archive.read('_rels/.rels'));
  const document = [...root.values()].find(({ type }) => type === 'officeDocument');
  const name = toPartName(document?.target ?? 'xl/workbook.xml', '');
  if (!/\.xml$/i.test(name) || !archive.has(name)) throw anotherFormat('an Office file, but no workbook');
  return name;
}

function anotherFormat(what: string): Problem {
  return new Problem('file_unreadable', { detail: `The file is ${what}. Save it as an Excel workbook (.xlsx).` });
}

/** Relationships of a part, their targets as names of parts. */
async function readRelationshipsOf(archive: ZipArchive, part: string): Promise<ReadonlyMap<string, Relationship>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const written = await readRelationships(archive.read(name));
  return new Map([...written].map(([id, { type, target }]) => [id, { type, target: toPartName(target, folder) }]));
}

/** A target as it is written, seen from the folder of the part that names it. */
function toPartName(target: string, folder: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

async function readShared(
  archive: ZipArchive,
  relationships: ReadonlyMap<string, Relationship>,
  { dateSystem }: WorkbookPart,
): Promise<SharedParts> {
  const find = (wanted: string): string | undefined => {
    const target = [...relationships.values()].find(({ type }) => type === wanted)?.target;
    return target !== undefined && archive.has(target) ? target : undefined;
  };
  const styles = find('styles');
  const strings = find('sharedStrings');
  return {
    styles: styles === undefined ? [] : await readStyles(archive.read(styles)),
    strings: strings === undefined ? [] : await readSharedStrings(archive.read(strings)),
    dateSystem,
  };
}
