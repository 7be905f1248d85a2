import type { ManagairCall } from './exchange.ts';
import { ApiError } from './errors.ts';
import type { AnyKind } from './resource.ts';

const patterns = { integer: /^\d{1,15}$/, uuid: /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i };

/** An id of a kind as its rows have it: lower case with dashes for UUIDs; null: it can be the id of none. */
export function readId(kind: AnyKind, text: string): string | null {
  if (!patterns[kind.ids].test(text)) return null;
  if (kind.ids === 'integer') return String(Number(text));
  const hex = text.toLowerCase().replaceAll('-', '');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The things of some ids that the caller may see, in no order; ids that can be of none are left out. */
export async function findMany(call: ManagairCall, kind: AnyKind, ids: readonly string[]): Promise<unknown[]> {
  const read = [...new Set(ids.flatMap((id) => readId(kind, id) ?? []))];
  if (read.length === 0) return [];
  const { rows } = await kind.list(call, { ids: read, filters: {}, sort: [], page: { kind: 'all' } });
  return rows.map(({ row }) => row);
}

/** A thing that the caller may see; null: there is none, or it is not theirs to see. */
export async function findThing(call: ManagairCall, kind: AnyKind, id: string): Promise<unknown> {
  const [row] = await findMany(call, kind, [id]);
  return row ?? null;
}

/** The same. Throws 404. */
export async function getThing(call: ManagairCall, kind: AnyKind, id: string): Promise<unknown> {
  const row = await findThing(call, kind, id);
  if (row === null) throw new ApiError(404, 'There is no such thing here, or it is not yours to see.');
  return row;
}
