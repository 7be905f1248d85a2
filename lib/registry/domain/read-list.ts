import type { ImportMapping } from './import-mapping.ts';
import type { ReportRow } from './import-report.ts';
import type { ImportedFile, ImportedUnit } from './imported-unit.ts';
import { LevelTree } from './level-tree.ts';
import { noteSharedAndSwapped } from './position-notes.ts';
import { RowReader, type TableRow } from './table-reader.ts';

/** What a list holds, and what there is to say of its rows. */
export interface ReadList extends ImportedFile {
  readonly rows: readonly ReportRow[];
}

const maxNameLength = 255;

/**
 * Reads a list of units (CSV, XLSX) by its mapping. Rows that cannot be used are left out and named; everything else is
 * taken, dirt and all (spec iaso-georegistry 4.1 and 8: nothing is lost silently).
 */
export function readList(headers: readonly string[], table: Iterable<TableRow>, mapping: ImportMapping): ReadList {
  const reader = new RowReader(headers);
  const tree = new LevelTree(mapping.parents, reader);
  const leaves: ImportedUnit[] = [];
  for (const row of table) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    reader.enter(row);
    const leaf = readLeaf(reader, mapping, tree);
    if (leaf) leaves.push(leaf);
  }
  const located = noteSharedAndSwapped(leaves, mapping, reader);
  return { units: [...tree.units, ...located], groups: [], rows: reader.rows };
}

function readLeaf(reader: RowReader, mapping: ImportMapping, tree: LevelTree): ImportedUnit | null {
  const name = reader.text(mapping.name);
  if (name === '') reader.note(mapping.name, 'name_missing');
  if (name.length > maxNameLength) reader.note(mapping.name, 'name_too_long');
  const sourceRef = mapping.source_ref === undefined ? null : reader.text(mapping.source_ref) || null;
  const facts = readFacts(reader, mapping);
  const typeName = (mapping.type_column === undefined ? '' : reader.text(mapping.type_column)) || leafType(mapping);
  if (reader.isRefused) return null;
  const parentKey = tree.enter();
  const depth = mapping.parents.length > 0 ? mapping.parents.length : null;
  const place = tree.placeLeaf({ parentKey, typeName, name, sourceRef, column: mapping.name });
  const parentRef = mapping.parent_ref === undefined ? undefined : reader.text(mapping.parent_ref) || null;
  return {
    line: reader.line,
    ...place,
    parentKey,
    parentRef,
    type: { name: typeName, depth },
    name,
    isLeaf: true,
    sourceRef,
    ...facts,
  };
}

/** The type of the rows when no column tells it. */
export function leafType(mapping: ImportMapping): string {
  return mapping.type ?? mapping.name;
}

function readFacts(reader: RowReader, mapping: ImportMapping): Partial<ImportedUnit> {
  const { latitude, longitude, altitude } = mapping;
  const location =
    latitude === undefined || longitude === undefined ? undefined : reader.position({ latitude, longitude, altitude });
  const accuracyM = reader.number(mapping.accuracy);
  const status = mapping.status === undefined ? undefined : reader.status(mapping.status);
  const openingDate = mapping.opening_date === undefined ? undefined : reader.date(mapping.opening_date);
  const closedDate = mapping.closed_date === undefined ? undefined : reader.date(mapping.closed_date);
  if (openingDate && closedDate && closedDate < openingDate) {
    reader.note(mapping.closed_date ?? null, 'closed_before_opened', `${openingDate}, ${closedDate}`);
  }
  const extra = mapping.extra.map((column) => [column, reader.text(column)] as const).filter(([, text]) => text !== '');
  return {
    ...(location && { location }),
    ...(accuracyM !== null && { accuracyM }),
    ...(status && { status }),
    ...(openingDate !== undefined && { openingDate }),
    ...(closedDate !== undefined && { closedDate }),
    ...(mapping.code !== undefined && { code: reader.text(mapping.code) }),
    ...(mapping.aliases !== undefined && { aliases: reader.list(mapping.aliases) }),
    ...(mapping.group_refs !== undefined && { groupRefs: reader.list(mapping.group_refs) }),
    ...(mapping.extra.length > 0 && { extraFields: Object.fromEntries(extra) }),
  };
}
