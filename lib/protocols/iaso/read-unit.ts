import { z } from 'zod';
import { updateUnit } from '#lib/registry/index.ts';
import type { UnitFlaw } from './answers.ts';
import { parseDay } from './read-params.ts';
import { readShape } from './read-shape.ts';

/** Members of a unit as its use-cases take them. */
export type UnitChanges = Parameters<typeof updateUnit>[1]['changes'];

const integer = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const optionalNumber = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullable();

/** A unit as clients write it; members that we do not know are theirs to send. */
export const writtenUnitSchema = z
  .looseObject({
    name: z.string().nullable(),
    source_ref: z.string().nullable(),
    sub_source: z.string().nullable(),
    validation_status: z.string().nullable(),
    code: z.string().nullable(),
    geom: z.unknown(),
    geo_json: z.unknown(),
    catchment: z.unknown(),
    latitude: optionalNumber,
    longitude: optionalNumber,
    altitude: optionalNumber,
    accuracy: optionalNumber,
    aliases: z.array(z.string()).nullable(),
    org_unit_type_id: integer.nullable(),
    parent_id: integer.nullable(),
    groups: z.array(integer).nullable(),
    opening_date: z.string().nullable(),
    closed_date: z.string().nullable(),
    extra_fields: z.record(z.string(), z.unknown()).nullable(),
    reference_instance_id: z.unknown(),
    default_image: z.unknown(),
    default_image_id: z.unknown(),
    version_id: integer.nullable(),
  })
  .partial();
export type WrittenUnit = z.infer<typeof writtenUnitSchema>;

/** What was written, with what it refers to still named by integers. */
export interface ReadUnit {
  readonly changes: UnitChanges;
  readonly flaws: readonly UnitFlaw[];
}

/**
 * Reads what can be read of a unit by itself; what is not sent stays as it is. Zero is a coordinate like any other, and a
 * day may be written in any of four forms.
 */
export function readUnit(written: WrittenUnit): ReadUnit {
  const flaws: UnitFlaw[] = [];
  const { name, source_ref: sourceRef, sub_source: subSource, validation_status: status, code, aliases } = written;
  const changes: UnitChanges = {
    ...(name === undefined ? {} : { name: name ?? '' }),
    ...(sourceRef === undefined ? {} : { sourceRef }),
    ...(subSource === undefined ? {} : { subSource: subSource ?? '' }),
    ...(status === undefined || status === null ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(aliases === undefined ? {} : { aliases: aliases ?? [] }),
    ...(written.extra_fields === undefined ? {} : { extraFields: written.extra_fields ?? {} }),
    ...readDates(written, flaws),
    ...readLocation(written, flaws),
    ...readArea(written, flaws),
  };
  flaws.push(...unkept(written));
  return { changes, flaws };
}

function readDates(written: WrittenUnit, flaws: UnitFlaw[]): UnitChanges {
  const changes: UnitChanges = {};
  for (const [key, member] of [
    ['opening_date', 'openingDate'],
    ['closed_date', 'closedDate'],
  ] as const) {
    const text = written[key];
    if (text === undefined) continue;
    const day = text === null || text.trim() === '' ? null : parseDay(text.trim());
    if (day === null && text !== null && text.trim() !== '') {
      flaws.push({ errorKey: key, errorMessage: `"${text.slice(0, 40)}" is no day. Write it as dd-mm-yyyy.` });
    } else {
      changes[member] = day;
    }
  }
  return changes;
}

function readLocation({ latitude, longitude, altitude, accuracy }: WrittenUnit, flaws: UnitFlaw[]): UnitChanges {
  if (latitude === undefined && longitude === undefined) return {};
  if ((latitude ?? null) === null && (longitude ?? null) === null) return { location: null };
  if (latitude === undefined || longitude === undefined || latitude === null || longitude === null) {
    const errorKey = typeof latitude === 'number' ? 'longitude' : 'latitude';
    flaws.push({ errorKey, errorMessage: 'A position needs both a latitude and a longitude.' });
    return {};
  }
  return {
    location: [longitude, latitude, altitude ?? 0],
    ...(accuracy === undefined ? {} : { accuracyM: accuracy }),
  };
}

function readArea(written: WrittenUnit, flaws: UnitFlaw[]): UnitChanges {
  const errorKey = 'geo_json' in written ? 'geo_json' : 'geom';
  if (!(errorKey in written)) return {};
  const shape = readShape(written[errorKey]);
  if (shape !== undefined) return { shape };
  flaws.push({ errorKey, errorMessage: "Can't parse geom" });
  return {};
}

/** What Iaso keeps and we do not yet: saying nothing would lose it. */
function unkept(written: WrittenUnit): UnitFlaw[] {
  const keys = ['catchment', 'reference_instance_id', 'default_image', 'default_image_id'] as const;
  return keys
    .filter((key) => written[key] !== undefined && written[key] !== null)
    .map((errorKey) => ({ errorKey, errorMessage: 'This cannot be set through this address.' }));
}
