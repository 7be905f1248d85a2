import { z } from 'zod';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import type { ThingPlace, ThingRow, ThingsQuery } from '#lib/sensors/index.ts';

/** An id as JSON has it: a number where it is one. */
export function idValue(id: string): number | string {
  return /^\d{1,15}$|^[1-8]\d{15}$/.test(id) ? Number(id) : id;
}

/** The address of one entity. */
export function addressOf(root: string, set: string, id: string): string {
  const value = idValue(id);
  return `${root}/${set}(${typeof value === 'number' ? String(value) : `'${encodeURIComponent(value)}'`})`;
}

/** An address with query options; `$` stays readable. */
export function withOptions(address: string, pairs: readonly (readonly [string, string])[]): string {
  const query = pairs.map(
    ([name, value]) => `${encodeURIComponent(name).replaceAll('%24', '$')}=${encodeURIComponent(value)}`,
  );
  return query.length === 0 ? address : `${address}?${query.join('&')}`;
}

type Options = readonly (readonly [string, string])[];

/**
 * Options that ask for the page after one that ends with `last`: by its place where the set is in its own order, which
 * costs the same however far one is, else by the number of entities before (`last` undefined, or an order that was asked).
 */
export function nextPage(pairs: Options, { top, skip, orderBy }: ThingsQuery, last: ThingRow | undefined): Options {
  const rest = pairs.filter(([name]) => name !== '$top' && name !== '$skip' && name !== '$skiptoken');
  const options: Options = [...rest, ['$top', String(top)]];
  if (last === undefined || orderBy.length > 0) return [...options, ['$skip', String(skip + top)]];
  return [...options, ['$skiptoken', encodeCursor([last.id, last.fromAt])]];
}

const placeSchema = z.tuple([z.string().regex(/^\d{1,18}$/), z.iso.datetime().nullable()]);

/** Reads back what {@link nextPage} wrote. Errors: `cursor_invalid`. */
export function readSkipToken(token: string): ThingPlace | null {
  const place = decodeCursor(placeSchema, token);
  return place && { id: place[0], fromAt: place[1] };
}
