import { writeParquet, type ParquetColumn } from '#lib/formats/parquet/write-parquet.ts';
import {
  selectDeepest,
  selectPresentGroups,
  selectTableUnits,
  type PresentGroup,
  type TableUnit,
  type UnitsToRead,
} from '../data/export-table.sql.ts';
import type { RegistryScope } from '../data/scope.ts';
import type { ParquetExtraField } from '../domain/export-order.ts';

interface ParquetOrder {
  /** The file; must not exist yet. */
  readonly path: string;
  readonly extraFields: readonly ParquetExtraField[];
  readonly signal?: AbortSignal | undefined;
  readonly counted?: (units: number) => void;
}

const unitColumns: readonly ParquetColumn[] = [
  { name: 'org_unit_id', type: 'INT64' },
  { name: 'org_unit_name', type: 'STRING' },
  { name: 'org_unit_source_ref', type: 'STRING' },
  { name: 'org_unit_code', type: 'STRING' },
  { name: 'org_unit_opening_date', type: 'STRING' },
  { name: 'org_unit_closed_date', type: 'STRING' },
  { name: 'org_unit_created_at', type: 'TIMESTAMP' },
  { name: 'org_unit_updated_at', type: 'TIMESTAMP' },
  { name: 'org_unit_creator', type: 'STRING' },
  { name: 'org_unit_validation_status', type: 'STRING' },
  { name: 'org_unit_version_id', type: 'STRING' },
  { name: 'org_unit_path', type: 'STRING' },
  { name: 'org_unit_type', type: 'STRING' },
  { name: 'org_unit_parent_id', type: 'INT64' },
  { name: 'org_unit_parent_name', type: 'STRING' },
  { name: 'org_unit_longitude', type: 'DOUBLE' },
  { name: 'org_unit_latitude', type: 'DOUBLE' },
  { name: 'org_unit_altitude', type: 'DOUBLE' },
  { name: 'org_unit_level', type: 'INT32' },
];

/** Members of a level, and the type of each (spec 4.5). */
const levelColumns = [
  { name: 'id', type: 'INT64' },
  { name: 'name', type: 'STRING' },
  { name: 'source_ref', type: 'STRING' },
  { name: 'closed_date', type: 'STRING' },
  { name: 'validation_status', type: 'STRING' },
] as const;

/** Writes units as a Parquet file: their own columns, a set for each level over them, and the extra fields asked for. */
export async function writeUnitsParquet(
  scope: RegistryScope,
  units: UnitsToRead,
  { path, extraFields, signal, counted }: ParquetOrder,
): Promise<void> {
  const levels = await selectDeepest(scope, units);
  const groups = distinct(await selectPresentGroups(scope, units));
  const columns = [...unitColumns, ...columnsOfLevels(levels), ...columnsOfExtras(extraFields, groups)];
  const rows = async function* () {
    let count = 0;
    for await (const unit of selectTableUnits(scope, units, extraFields)) {
      signal?.throwIfAborted();
      yield { ...valuesOf(unit, units.versionId), ...levelValues(unit), ...extraValues(unit, extraFields, groups) };
      counted?.((count += 1));
    }
  };
  await writeParquet(path, columns, rows());
}

function columnsOfLevels(levels: number): ParquetColumn[] {
  return Array.from({ length: levels }, (_, index) =>
    levelColumns.map(({ name, type }) => ({ name: `level_${String(index + 1)}_${name}`, type })),
  ).flat();
}

/** Groups whose names tell them apart: two columns of one name would be one. */
function distinct(groups: readonly PresentGroup[]): PresentGroup[] {
  const names = groups.map(({ name }) => name);
  return groups.map((group) =>
    names.indexOf(group.name) === names.lastIndexOf(group.name)
      ? group
      : { ...group, name: `${group.name} (${String(group.legacyId)})` },
  );
}

const explodedName = (group: PresentGroup) => `group_${group.name}`;
const explodedCodeName = (group: PresentGroup) => `group_${group.sourceRef ?? `iaso:${String(group.legacyId)}`}`;

function columnsOfExtras(fields: readonly ParquetExtraField[], groups: readonly PresentGroup[]): ParquetColumn[] {
  return fields.flatMap((field): ParquetColumn[] => {
    if (field === 'groups_exploded') return groups.map((group) => ({ name: explodedName(group), type: 'INT32' }));
    if (field === 'groups_exploded_code')
      return groups.map((group) => ({ name: explodedCodeName(group), type: 'INT32' }));
    return [
      { name: `org_unit_${field}`, type: field === 'groups_json' || field === 'extra_fields' ? 'JSON' : 'STRING' },
    ];
  });
}

function valuesOf(unit: TableUnit, versionId: string): Record<string, unknown> {
  const parent = unit.line.at(-2);
  return {
    org_unit_id: BigInt(unit.legacyId),
    org_unit_name: unit.name,
    org_unit_source_ref: unit.sourceRef,
    org_unit_code: unit.code,
    org_unit_opening_date: unit.openingDate,
    org_unit_closed_date: unit.closedDate,
    org_unit_created_at: unit.createdAt,
    org_unit_updated_at: unit.updatedAt,
    org_unit_creator: unit.createdBy,
    org_unit_validation_status: unit.status,
    org_unit_version_id: versionId,
    org_unit_path: unit.path,
    org_unit_type: unit.typeName,
    org_unit_parent_id: parent ? BigInt(parent.id) : null,
    org_unit_parent_name: parent?.name ?? null,
    org_unit_longitude: unit.lon,
    org_unit_latitude: unit.lat,
    org_unit_altitude: unit.altitudeM,
    org_unit_level: unit.line.length,
  };
}

function levelValues({ line }: TableUnit): Record<string, unknown> {
  return Object.fromEntries<unknown>(
    line.flatMap(({ id, name, sourceRef, closedDate, status }, index) => {
      const level = `level_${String(index + 1)}`;
      return [
        [`${level}_id`, BigInt(id)],
        [`${level}_name`, name],
        [`${level}_source_ref`, sourceRef],
        [`${level}_closed_date`, closedDate],
        [`${level}_validation_status`, status],
      ];
    }),
  );
}

function extraValues(
  unit: TableUnit,
  fields: readonly ParquetExtraField[],
  groups: readonly PresentGroup[],
): Record<string, unknown> {
  const memberships = new Set(unit.groupIds);
  const exploded = (nameOf: (group: PresentGroup) => string) =>
    groups.map((group) => [nameOf(group), memberships.has(group.id) ? 1 : 0] as const);
  const own = groups.filter(({ id }) => memberships.has(id));
  const entries = fields.flatMap((field): (readonly [string, unknown])[] => {
    if (field === 'groups_exploded') return exploded(explodedName);
    if (field === 'groups_exploded_code') return exploded(explodedCodeName);
    if (field === 'groups_json')
      return [['org_unit_groups_json', own.map(({ legacyId, name }) => ({ id: legacyId, name }))]];
    return [[`org_unit_${field}`, unit.extra[field] ?? null]];
  });
  return Object.fromEntries<unknown>(entries);
}
