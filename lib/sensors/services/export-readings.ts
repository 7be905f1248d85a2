import { Readable } from 'node:stream';
import { z } from 'zod';
import { csvRecord } from '#lib/formats/csv/write-csv.ts';
import type { Context } from '#lib/platform/context.ts';
import { dayMs, zoneOffsetMs } from '#lib/platform/time/zone.ts';
import { type ObservedSpan, selectObservedInstants, selectObservedQuantities } from '../data/observed-days.sql.ts';
import { unitSymbol } from '../domain/unit-symbol.ts';
import { requireReadable } from './installed-nodes.ts';

export const exportReadingsSchema = z.object({
  /** The whole installation when left out. */
  from: z.coerce.date().optional(),
  /** Exclusive. */
  to: z.coerce.date().optional(),
});

export interface ReadingsFile {
  readonly fileName: string;
  readonly content: Readable;
}

/**
 * What a node measured during an installation as CSV, a line for each instant with every quantity, a day at a time so
 * that years need no memory (managair.md 15). Local times are those of the site.
 * Errors: `not_found`, `permission_missing` (`passive.read`).
 */
export async function exportReadings(
  ctx: Context,
  id: string,
  { from, to }: z.infer<typeof exportReadingsSchema>,
): Promise<ReadingsFile> {
  const { nodeId, nodeAlias, timeZone, fromAt, toAt } = await requireReadable(ctx, id);
  const span = {
    nodeId,
    from: from === undefined || from < fromAt ? fromAt : from,
    to: to === undefined || (toAt !== null && to > toAt) ? toAt : to,
  };
  const content = Readable.from(linesOf(ctx, span, timeZone), { objectMode: false });
  return { fileName: `${plainName(nodeAlias)}.csv`, content };
}

async function* linesOf(ctx: Context, span: ObservedSpan, timeZone: string): AsyncGenerator<string> {
  const quantities = await selectObservedQuantities(ctx, span);
  const names = quantities.map(({ key, unit }) => (unitSymbol(unit) === '' ? key : `${key} (${unitSymbol(unit)})`));
  yield csvRecord(['time_utc', `time_local (${timeZone})`, 'quality', ...names]);
  const firstMs = Math.min(...quantities.map(({ firstAt }) => firstAt.getTime()));
  const lastMs = Math.max(...quantities.map(({ lastAt }) => lastAt.getTime()));
  for (let atMs = firstMs; atMs <= lastMs; atMs += dayMs) {
    const endMs = Math.min(atMs + dayMs, lastMs + 1);
    const day = { nodeId: span.nodeId, from: new Date(atMs), to: new Date(endMs) };
    const rows = await selectObservedInstants(ctx, day);
    const lines = rows.map(({ at, values, quality }) => {
      const cells = quantities.map(({ id }) => values[String(id)] ?? null);
      return csvRecord([at.toISOString(), localTime(at, timeZone), quality, ...cells]);
    });
    if (lines.length > 0) yield lines.join('');
  }
}

/** "2026-10-25 02:10:00": what clocks of the place showed. */
function localTime(at: Date, timeZone: string): string {
  const local = new Date(at.getTime() + zoneOffsetMs(at.getTime(), timeZone));
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** A name that every file system and header takes. */
function plainName(alias: string): string {
  const plain = alias
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'readings' : plain.toLowerCase();
}
