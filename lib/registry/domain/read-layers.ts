import type { ImportedGroup, ImportedShape, ImportedUnit } from './imported-unit.ts';
import { columnIn, reportRow, type ReportRow } from './import-report.ts';
import type { ReadList } from './read-list.ts';
import { RowReader } from './table-reader.ts';

/** A layer of units: one type at one depth (spec iaso-georegistry 4.2). */
export interface UnitLayer {
  readonly name: string;
  readonly typeName: string;
  /** 0 is the top; null where the layer says 999. */
  readonly depth: number | null;
  readonly columns: readonly string[];
  readonly geometryColumn: string | null;
}

/** A feature of a layer with its values as text. */
export interface UnitFeature {
  readonly number: number;
  readonly values: ReadonlyMap<string, string>;
  readonly shape: ImportedShape | null;
  /** Its geometry cannot be used, as a row of its own says: the unit is kept out. */
  readonly isRefused?: boolean;
}

const layerName = /^level-(\d+)-(.*\S.*)$/s;
/** Depth of units of no known depth in exports of the replaced system. */
const noDepth = 999;

/** What a layer's name says of its units; null: the layer is none of units. */
export function parseLayerName(name: string): Pick<UnitLayer, 'typeName' | 'depth'> | null {
  const match = layerName.exec(name);
  if (!match) return null;
  const depth = Number(match[1]);
  // Types that differ in case alone are told apart by spaces behind their names, as SQLite takes no case for a difference.
  return { typeName: match[2]?.trim() ?? '', depth: depth === noDepth ? null : depth };
}

/** Columns that every layer has. */
export const requiredColumns = ['ref', 'name'] as const;

/** Reads layer after layer into one list of units; line numbers are those of the features in their layers. */
export class LayerReader {
  readonly #units: ImportedUnit[] = [];
  readonly #rows: ReportRow[] = [];
  readonly #lines = new Map<string, string>();

  readLayer(layer: UnitLayer, features: Iterable<UnitFeature>): void {
    const reader = new RowReader(layer.columns);
    for (const feature of features) {
      reader.enter({
        line: feature.number,
        cells: layer.columns.map((column) => feature.values.get(column) ?? ''),
      });
      const unit = this.#readUnit(reader, layer, feature);
      if (unit) this.#units.push(unit);
    }
    for (const row of reader.rows) this.#rows.push({ ...row, column: columnIn(layer.name, row.column) });
  }

  finish(groups: readonly ImportedGroup[]): ReadList {
    const lowest = this.#units.reduce((most, { type: { depth } }) => Math.max(most, depth ?? -1), -1);
    const units = this.#units.map((unit) => ({ ...unit, isLeaf: unit.type.depth === lowest }));
    return { units, groups, rows: this.#rows };
  }

  #readUnit(reader: RowReader, layer: UnitLayer, { shape, isRefused = false }: UnitFeature): ImportedUnit | null {
    const ref = tidyRef(reader.text('ref'));
    const name = reader.text('name');
    if (ref === '') reader.note('ref', 'reference_missing');
    else if (this.#lines.has(ref)) reader.note('ref', 'reference_repeated', `${ref}, ${this.#lines.get(ref) ?? ''}`);
    if (name === '') reader.note('name', 'name_missing');
    if (name.length > 255) reader.note('name', 'name_too_long');
    const facts = readFacts(reader, layer);
    const parentRef = layer.columns.includes('parent_ref') ? tidyRef(reader.text('parent_ref')) || null : undefined;
    if (reader.isRefused || isRefused) return null;
    this.#lines.set(ref, `${layer.name} ${String(reader.line)}`);
    return {
      line: reader.line,
      layer: layer.name,
      key: `ref:${ref}`,
      parentKey: null,
      parentRef,
      type: { name: layer.typeName, depth: layer.depth },
      name,
      ordinal: 0,
      isLeaf: false,
      sourceRef: ref,
      ...facts,
      ...(shape && { shape }),
    };
  }
}

function readFacts(reader: RowReader, { columns }: UnitLayer): Partial<ImportedUnit> {
  const has = (column: string) => columns.includes(column);
  const openingDate = has('opening_date') ? reader.date('opening_date') : undefined;
  const closedDate = has('closed_date') ? reader.date('closed_date') : undefined;
  if (openingDate && closedDate && closedDate < openingDate) {
    reader.note('closed_date', 'closed_before_opened', `${openingDate}, ${closedDate}`);
  }
  return {
    // A code is cleared when its column is missing, too: files of the replaced system mean it so.
    code: has('code') ? reader.text('code') : '',
    ...(openingDate !== undefined && { openingDate }),
    ...(closedDate !== undefined && { closedDate }),
    ...(has('group_refs') && { groupRefs: reader.references('group_refs', /,/).map(tidyRef) }),
  };
}

/** The older form `iaso#12` of a made-up reference means `iaso:12`. */
export function tidyRef(ref: string): string {
  return ref.replace(/^iaso#(\d+)$/, 'iaso:$1');
}

/** The groups of a file's `groups` table, and what is wrong with them. */
export function readGroups(rows: Iterable<{ number: number; values: ReadonlyMap<string, string> }>): {
  groups: ImportedGroup[];
  rows: ReportRow[];
} {
  const groups = new Map<string, ImportedGroup>();
  const notes: ReportRow[] = [];
  for (const { number, values } of rows) {
    const ref = tidyRef((values.get('ref') ?? '').trim());
    const name = (values.get('name') ?? '').trim();
    if (ref === '') notes.push(reportRow({ line: number, column: 'groups: ref' }, 'reference_missing'));
    else if (name === '') notes.push(reportRow({ line: number, column: 'groups: name' }, 'name_missing'));
    else if (groups.has(ref)) notes.push(reportRow({ line: number, column: 'groups: ref' }, 'reference_repeated', ref));
    else groups.set(ref, { ref, name });
  }
  return { groups: [...groups.values()], rows: notes };
}
