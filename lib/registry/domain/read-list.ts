import type { ImportMapping } from './import-mapping.ts';
import type { ReportRow } from './import-report.ts';
import type { ImportedFile, ImportedUnit } from './imported-unit.ts';
import { LevelTree } from './level-tree.ts';
import { noteSharedAndSwapped } from './position-notes.ts';
import { placeColumn, RowReader, type TableRow } from './table-reader.ts';

/** What a list holds, and what there is to say of its rows. */
export interface ReadList extends ImportedFile {
  readonly rows: readonly ReportRow[];
  /** The file's names of columns that reports know by another; absent where they are the same. */
  readonly columnNames?: ReadonlyMap<string, string>;
}

const maxNameLength = 255;

/**
 * Reads a list of units (CSV, XLSX) by its mapping. Rows that cannot be used are left out and named; everything else is
 * taken, dirt and all (spec iaso-georegistry 4.1 and 8: nothing is lost silently).
 */
export function readList(headers: readonly string[], table: Iterable<TableRow>, mapping: ImportMapping): ReadList {
  const reader = new RowReader(headers);
  const list: List = { reader, mapping, tree: new LevelTree(mapping.parents, reader), linesOfRefs: new Map() };
  const leaves: ImportedUnit[] = [];
  for (const row of table) {
    if (row.place === undefined && row.cells.every((cell) => cell.trim() === '')) continue;
    reader.enter(row);
    // A feature that is none has no cells, and nothing more can be said of it.
    if (row.cells.length === 0) continue;
    const leaf = readLeaf(list);
    if (leaf) leaves.push(leaf);
  }
  const { latitude = placeColumn, longitude = placeColumn } = mapping;
  const located = noteSharedAndSwapped(leaves, { latitude, longitude }, reader);
  const units = [...list.tree.units, ...located];
  return { units, groups: [], levels: mapping.parents, rows: reader.rows, columnNames: columnNamesOf(mapping) };
}

/** The comparison with the version knows columns by what they mean. */
function columnNamesOf({ parents, ...mapping }: ImportMapping): ReadonlyMap<string, string> {
  const { name, parent_ref, code, group_refs, source_ref, aliases, type_column, extra } = mapping;
  const { opening_date, closed_date } = mapping;
  const named = {
    ...{ name, parent_ref: parent_ref ?? parents.at(-1), code, group_refs, aliases, opening_date, closed_date },
    ...{ ref: source_ref, type: type_column ?? name, extra: extra[0] },
  };
  return new Map(Object.entries(named).flatMap(([meaning, name]) => (name === undefined ? [] : [[meaning, name]])));
}

interface List {
  readonly reader: RowReader;
  readonly mapping: ImportMapping;
  readonly tree: LevelTree;
  /** Where each reference was met first. */
  readonly linesOfRefs: Map<string, number>;
}

function readLeaf({ reader, mapping, tree, linesOfRefs }: List): ImportedUnit | null {
  const name = reader.text(mapping.name);
  if (name === '') reader.note(mapping.name, 'name_missing');
  if (name.length > maxNameLength) reader.note(mapping.name, 'name_too_long');
  const sourceRef = mapping.source_ref === undefined ? null : reader.text(mapping.source_ref) || null;
  const firstLine = sourceRef === null ? undefined : linesOfRefs.get(sourceRef);
  if (firstLine !== undefined) {
    reader.note(mapping.source_ref ?? null, 'reference_repeated', `${sourceRef ?? ''}, line ${String(firstLine)}`);
  }
  const facts = readFacts(reader, mapping);
  const typeName = (mapping.type_column === undefined ? '' : reader.text(mapping.type_column)) || leafType(mapping);
  const parentRef = mapping.parent_ref === undefined ? undefined : reader.text(mapping.parent_ref) || null;
  if (reader.isRefused) return null;
  const parentKey = tree.enter();
  if (parentKey === undefined) return null;
  if (sourceRef !== null) linesOfRefs.set(sourceRef, reader.line);
  const depth = mapping.parents.length > 0 ? mapping.parents.length : null;
  const place = tree.placeLeaf({ parentKey, typeName, name, sourceRef, column: mapping.name });
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
  const isInCells = latitude !== undefined && longitude !== undefined;
  const inCells = isInCells ? reader.position({ latitude, longitude, altitude }) : undefined;
  const { location = inCells, shape } = reader.place();
  const accuracyM = reader.number(mapping.accuracy);
  const status = mapping.status === undefined ? undefined : reader.status(mapping.status);
  const openingDate = mapping.opening_date === undefined ? undefined : reader.date(mapping.opening_date);
  const closedDate = mapping.closed_date === undefined ? undefined : reader.date(mapping.closed_date);
  if (openingDate && closedDate && closedDate < openingDate) {
    reader.note(mapping.closed_date ?? null, 'closed_before_opened', `${openingDate}, ${closedDate}`);
  }
  const extra = mapping.extra.map((column) => [column, reader.text(column)] as const);
  return {
    ...(location && { location }),
    ...(shape && { shape }),
    ...(accuracyM !== null && { accuracyM }),
    ...(status && { status }),
    ...(openingDate !== undefined && { openingDate }),
    ...(closedDate !== undefined && { closedDate }),
    ...(mapping.code !== undefined && { code: reader.text(mapping.code) }),
    ...(mapping.aliases !== undefined && { aliases: reader.list(mapping.aliases) }),
    ...(mapping.group_refs !== undefined && { groupRefs: reader.references(mapping.group_refs, /[,;|]/) }),
    ...(mapping.extra.length > 0 && { extraFields: Object.fromEntries(extra) }),
  };
}
