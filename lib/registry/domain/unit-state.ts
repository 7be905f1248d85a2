import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';
import { shapeSchema } from './shape.ts';

/** [lon, lat, altitude in m] in degrees, WGS 84. */
export const positionSchema = z.tuple([z.number(), z.number(), z.number()]);

/** A member of a unit that people change; its history tells of these. */
export const unitStateSchema = z.object({
  name: z.string(),
  status: unitStatusSchema,
  typeId: z.string().nullable(),
  parentId: z.string().nullable(),
  code: z.string(),
  /** Its name in the system it comes from. */
  sourceRef: z.string().nullable(),
  /** Which part of the origin named it. */
  subSource: z.string(),
  aliases: z.array(z.string()),
  /** YYYY-MM-DD. */
  openingDate: z.string().nullable(),
  closedDate: z.string().nullable(),
  extraFields: z.record(z.string(), z.unknown()),
  location: positionSchema.nullable(),
  /** Radius in which the location is right. */
  accuracyM: z.number().nullable(),
  /** GeoJSON MultiPolygon. */
  shape: shapeSchema.nullable(),
  /** Sorted. */
  groupIds: z.array(z.string()),
  defaultImageId: z.string().nullable(),
});
export type UnitState = z.infer<typeof unitStateSchema>;
export type UnitMember = keyof UnitState;

export const unitMembers = Object.keys(unitStateSchema.shape) as readonly UnitMember[];

const optionalText = z.string().max(4096);

/**
 * What may be asked of a unit: members to set, the others stay. What they have to be is checked with the unit at hand
 * ({@link checkUnit}), so that everything that is wrong is told at once.
 */
export const unitChangesSchema = z
  .strictObject({
    name: optionalText,
    status: z.string().max(20),
    typeId: z.guid().nullable(),
    parentId: z.guid().nullable(),
    code: optionalText.nullable(),
    sourceRef: optionalText.nullable(),
    subSource: optionalText,
    aliases: z.array(optionalText).max(1000),
    openingDate: z.string().max(40).nullable(),
    closedDate: z.string().max(40).nullable(),
    extraFields: z.record(z.string(), z.unknown()),
    /** [lon, lat] or [lon, lat, altitude in m]; null takes it away. */
    location: z.union([z.tuple([z.number(), z.number()]), positionSchema]).nullable(),
    accuracyM: z.number().nullable(),
    /** GeoJSON Polygon or MultiPolygon; null takes it away. */
    shape: shapeSchema.nullable(),
    groupIds: z.array(z.guid()).max(1000),
    defaultImageId: z.guid().nullable(),
  })
  .partial();
export type UnitChanges = z.infer<typeof unitChangesSchema>;

/** A unit before anybody said what it is. */
export const blankUnit: UnitState = {
  name: '',
  status: 'NEW',
  typeId: null,
  parentId: null,
  code: '',
  sourceRef: null,
  subSource: '',
  aliases: [],
  openingDate: null,
  closedDate: null,
  extraFields: {},
  location: null,
  accuracyM: null,
  shape: null,
  groupIds: [],
  defaultImageId: null,
};

/** What a unit would be with changes, written as units are kept. Status and shape may still be wrong. */
export type WantedUnit = Omit<UnitState, 'status'> & { readonly status: string };

/** Lays changes over a unit: texts trimmed, aliases and groups each once. */
export function withChanges(before: UnitState, changes: UnitChanges): WantedUnit {
  const wanted: WantedUnit = { ...before, ...tidy(changes) };
  // A radius says nothing without the point it is around.
  return wanted.location === null && changes.accuracyM === undefined ? { ...wanted, accuracyM: null } : wanted;
}

function tidy(changes: UnitChanges): Partial<WantedUnit> {
  const { name, code, sourceRef, subSource, aliases, groupIds, location } = changes;
  const given = {
    ...changes,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(code === undefined ? {} : { code: code?.trim() ?? '' }),
    ...(sourceRef === undefined ? {} : { sourceRef: sourceRef?.trim() || null }),
    ...(subSource === undefined ? {} : { subSource: subSource.trim() }),
    ...(aliases === undefined ? {} : { aliases: eachOnce(aliases) }),
    ...(groupIds === undefined ? {} : { groupIds: [...new Set(groupIds)].sort() }),
    ...(location ? { location: [location[0], location[1], location[2] ?? 0] } : {}),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Names without the empty ones; of those that differ only in case the first. */
function eachOnce(names: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const name of names.map((one) => one.trim())) {
    const key = name.toLowerCase();
    if (name !== '' && !known.has(key)) known.set(key, name);
  }
  return [...known.values()];
}

/** Members in which two states differ. */
export function changedMembers(before: WantedUnit, after: WantedUnit): UnitMember[] {
  return unitMembers.filter((member) => canonical(before[member]) !== canonical(after[member]));
}

/** Only some members of a state. */
export function pickMembers(state: WantedUnit, members: readonly UnitMember[]): Partial<WantedUnit> {
  return Object.fromEntries(members.map((member) => [member, state[member]]));
}

/** JSON with sorted members: jsonb keeps no order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
