import { z } from 'zod';
import { isTimeZone } from '#lib/platform/time/zone-clock.ts';

/** Longest description, in characters. */
const maxDescription = 4000;

/** A name in one line, of so many characters at most. */
export const nameOf = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Give a name.')
    .max(max)
    .regex(/^\P{Cc}+$/u, 'A name has no control characters.');

const description = z.string().max(maxDescription);

/** An IANA time zone that this server's calendar knows. */
const timeZone = z.string().refine(isTimeZone, 'This is no time zone: write it as Europe/Berlin.');

/** Names as long as the replaced server took them (managair.md 2), and longer. */
export const writeSiteSchema = z.strictObject({
  name: nameOf(200),
  description: description.default(''),
  addressId: z.guid().nullable().default(null),
  timeZone: timeZone.default('Europe/Berlin'),
});
export type WriteSiteInput = z.input<typeof writeSiteSchema>;

const size = z.number().min(0).max(99_999.9).nullable();

export const writeRoomSchema = z.strictObject({
  siteId: z.guid(),
  name: nameOf(200),
  description: description.default(''),
  sizeSqm: size.default(null),
  heightM: z.number().min(0).max(999.9).nullable().default(null),
  maxOccupancy: z.int().min(0).max(1_000_000).nullable().default(null),
});
export type WriteRoomInput = z.input<typeof writeRoomSchema>;

/** What changes of a site or a room; what is left out stays: no member has a default. */
export const changeSiteSchema = z
  .strictObject({ name: nameOf(200), description, addressId: z.guid().nullable(), timeZone })
  .partial();
export const changeRoomSchema = z
  .strictObject({
    name: nameOf(200),
    description,
    sizeSqm: size,
    heightM: z.number().min(0).max(999.9).nullable(),
    maxOccupancy: z.int().min(0).max(1_000_000).nullable(),
  })
  .partial();

/** Changes of a thing, where undefined is the same as left out. */
export type Changes<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** The members of changes that say something. */
export function saidOf<T extends object>(changes: T): Partial<{ [Key in keyof T]: Exclude<T[Key], undefined> }> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}

const line = z.string().trim().max(200);

/** Zip codes of any country, not of five digits alone (defect 32 of section 18). */
export const writeAddressSchema = z
  .strictObject({
    street1: line.min(1, 'Write the street.'),
    street2: line.nullable().default(null),
    zip: z.string().trim().max(20),
    city: line.min(1, 'Write the city.'),
    country: z
      .string()
      .regex(/^([A-Z]{2})?$/, 'Write the country as two capital letters (ISO 3166-1).')
      .default(''),
    longitude: z.number().min(-180).max(180).nullable().default(null),
    latitude: z.number().min(-90).max(90).nullable().default(null),
  })
  .refine(({ longitude, latitude }) => (longitude === null) === (latitude === null), {
    path: ['latitude'],
    message: 'Give latitude and longitude, or neither.',
  });
export type WriteAddressInput = z.input<typeof writeAddressSchema>;
