import { Problem } from '#lib/platform/problems/problem.ts';
import { readDateFormat, type DateFormat } from '../spreadsheet/date-format.ts';
import type { DateSystem } from '../spreadsheet/date-cell.ts';
import { feedXml, type XmlHandlers } from '../xml/feed-xml.ts';
import { maxSharedLetters } from './xlsx-limits.ts';
import { StringBuilder } from './xlsx-text.ts';

/** Bytes of one part of the package. */
export type PartBytes = AsyncIterable<Uint8Array>;

/** Where a relationship of a part leads. */
export interface Relationship {
  /** The last step of its type: `officeDocument`, `worksheet`, `sharedStrings`, `styles` … */
  readonly type: string;
  readonly target: string;
}

/** Relationships by id. */
export async function readRelationships(bytes: PartBytes): Promise<ReadonlyMap<string, Relationship>> {
  const found = new Map<string, Relationship>();
  await readAll(bytes, 'relationships', {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name === 'Relationship') found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: Target });
    },
  });
  return found;
}

/** A tab of the workbook. */
export interface SheetEntry {
  readonly name: string;
  readonly isHidden: boolean;
  readonly relationshipId: string;
}

export interface WorkbookPart {
  readonly sheets: readonly SheetEntry[];
  readonly dateSystem: DateSystem;
}

export async function readWorkbookPart(bytes: PartBytes): Promise<WorkbookPart> {
  const sheets: SheetEntry[] = [];
  let dateSystem: DateSystem = '1900';
  await readAll(bytes, 'workbook', {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) dateSystem = '1904';
      if (name !== 'sheet') return;
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      const id = Object.entries(attributes).find(([attribute]) => attribute.endsWith(':id'));
      sheets.push({ name: attributes['name'] ?? '', isHidden, relationshipId: id?.[1] ?? '' });
    },
  });
  return { sheets, dateSystem };
}

/** By cell style: the date format it shows numbers in, null for none. */
export async function readStyles(bytes: PartBytes): Promise<readonly (DateFormat | null)[]> {
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  let isInCellFormats = false;
  await readAll(bytes, 'styles', {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isInCellFormats = true;
      if (name === 'xf' && isInCellFormats) formatIds.push(Number(attributes['numFmtId'] ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false;
    },
  });
  const formats = new Map([...new Set(formatIds)].map((id) => [id, readDateFormat(id, codes.get(id))]));
  return formatIds.map((id) => formats.get(id) ?? null);
}

/** Shared texts by number. Throws `file_over_limits` when they are more than can be held. */
export async function readSharedStrings(bytes: PartBytes): Promise<readonly string[]> {
  const strings: string[] = [];
  const builder = new StringBuilder();
  let letters = 0;
  await readAll(bytes, 'shared texts', {
    open: (name, attributes) => builder.open(name, attributes),
    text: (piece) => builder.write(piece),
    close(name) {
      builder.close(name);
      if (name !== 'si') return;
      const text = builder.take();
      letters += text.length;
      if (letters > maxSharedLetters) {
        throw new Problem('file_over_limits', { detail: `The file holds more than ${maxSharedLetters} letters.` });
      }
      strings.push(text);
    },
  });
  return strings;
}

async function readAll(bytes: PartBytes, name: string, handlers: Partial<XmlHandlers>): Promise<void> {
  const nothing = (): void => undefined;
  const feed = feedXml(bytes, name, { open: nothing, close: nothing, text: nothing, ...handlers });
  while (!(await feed.next()).done);
}
