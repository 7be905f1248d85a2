import type { Context } from '#lib/platform/context.ts';
import { legacyOfIds, type LegacyKind } from '#lib/registry/index.ts';
import { shapeSchema, type Shape } from '#lib/registry/domain/shape.ts';

/** Members of a unit, by our names for them. */
type Members = Readonly<Record<string, unknown>>;

/** Iaso's names for members; a member that is not here keeps its own. */
const names: Readonly<Record<string, string>> = {
  status: 'validation_status',
  typeId: 'org_unit_type',
  type: 'org_unit_type',
  parentId: 'parent',
  sourceRef: 'source_ref',
  subSource: 'sub_source',
  openingDate: 'opening_date',
  closedDate: 'closed_date',
  extraFields: 'extra_fields',
  accuracyM: 'accuracy',
  shape: 'geom',
  geomHash: 'geom',
  groupIds: 'groups',
  groupRefs: 'groups',
  defaultImageId: 'default_image',
};
const kinds: Readonly<Record<string, LegacyKind>> = { typeId: 'type', parentId: 'unit', groupIds: 'group' };

/**
 * Writes members of units as Iaso's audit log has them (spec 3.1): by its names, references as integers, places as EWKT.
 * What lists wrote in their own words stays in them: a type by its name, groups by their references, and of a shape that
 * was replaced only its hash.
 */
export async function tellerOfMembers(
  ctx: Context,
  all: readonly (Members | null)[],
): Promise<(members: Members) => Record<string, unknown>> {
  const numbers = new Map<LegacyKind, ReadonlyMap<string, number>>();
  for (const [member, kind] of Object.entries(kinds)) {
    const ids = all.flatMap((members) => [members?.[member]].flat()).filter((id) => typeof id === 'string');
    numbers.set(kind, await legacyOfIds(ctx, kind, [...new Set(ids)]));
  }
  const tell = (member: string, value: unknown): unknown => {
    const kind = kinds[member];
    if (kind) return numbered(value, numbers.get(kind) ?? new Map());
    if (member === 'location') return pointText(value);
    return member === 'shape' ? areaText(value) : value;
  };
  return (members) =>
    Object.fromEntries(
      Object.entries(members).map(([member, value]) => [names[member] ?? member, tell(member, value)]),
    );
}

function numbered(value: unknown, numbers: ReadonlyMap<string, number>): unknown {
  if (Array.isArray(value)) return value.flatMap((id) => numbers.get(String(id)) ?? []);
  return typeof value === 'string' ? (numbers.get(value) ?? null) : value;
}

function pointText(value: unknown): unknown {
  return Array.isArray(value) ? `SRID=4326;POINT Z (${value.join(' ')})` : value;
}

function areaText(value: unknown): unknown {
  const shape = shapeSchema.safeParse(value);
  return shape.success ? `SRID=4326;MULTIPOLYGON (${polygonsOf(shape.data).map(ringsText).join(', ')})` : value;
}

type Rings = readonly (readonly (readonly number[])[])[];

function polygonsOf(shape: Shape): readonly Rings[] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
}

function ringsText(rings: Rings): string {
  const corners = (ring: Rings[number]) => ring.map(([lon, lat]) => `${String(lon)} ${String(lat)}`).join(', ');
  return `(${rings.map((ring) => `(${corners(ring)})`).join(', ')})`;
}
