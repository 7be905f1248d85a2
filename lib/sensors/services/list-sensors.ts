import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { countSensorStates, selectSensors, sensorPositionSchema } from '../data/overview.sql.ts';
import {
  type ListSensorsInput,
  listSensorsSchema,
  type SensorCounts,
  type SensorFilter,
  type SensorRow,
} from '../domain/overview.ts';
import { requireSomeVerb } from './require-some-verb.ts';

export interface SensorPage {
  readonly items: readonly SensorRow[];
  readonly next: string | null;
}

/**
 * The nodes that the actor may see with where they are, how they deliver and what they measured last: by site, room and
 * alias, those at no place last (managair.md 15). Errors: `permission_missing` (`sources.read`), `cursor_invalid`.
 */
export async function listSensors(ctx: Context, input: ListSensorsInput): Promise<SensorPage> {
  requireSomeVerb(ctx, 'sources.read');
  const { cursor, limit, ...filter } = listSensorsSchema.parse(input);
  const after = decodeCursor(sensorPositionSchema, cursor);
  const rows = await selectSensors(ctx, { filter, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(({ row }) => row), next: rows.length > limit && last ? encodeCursor(last.position) : null };
}

/** How many nodes of a filter are in which state, whatever state and place the filter names. Errors: `permission_missing`. */
export async function countSensors(ctx: Context, filter: SensorFilter): Promise<SensorCounts> {
  requireSomeVerb(ctx, 'sources.read');
  const rows = await countSensorStates(ctx, { ...filter, state: undefined, place: undefined });
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  const loose = rows.reduce((sum, row) => sum + row.loose, 0);
  return { unknown: of('unknown'), alive: of('alive'), missing: of('missing'), dead: of('dead'), loose };
}
