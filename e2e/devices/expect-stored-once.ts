import { expect } from 'vitest';
import { z } from 'zod';
import { readAggregate } from '#lib/passive/domain/aggregates/aggregate-text.ts';
import { readPoints, renderPoint } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { listSources, listSourcesSchema } from '#lib/sources/index.ts';
import type { SimulatedPoint } from './point.ts';

/** What one device sent. */
export interface SentPoints {
  /** Each of these must be stored once. */
  readonly certain: readonly SimulatedPoint[];
  /** Each of these may be stored, once. */
  readonly doubtful: readonly SimulatedPoint[];
}

/** Compares everything stored in a study with what its devices sent, point by point; gives the number stored. */
export async function expectStoredOnce(
  ctx: Context,
  study: string,
  sent: ReadonlyMap<string, SentPoints>,
): Promise<number> {
  const { items } = await listSources(ctx, listSourcesSchema.parse({ study, limit: 200 }));
  expect(items.map(({ identifier }) => identifier).sort()).toEqual([...sent.keys()].sort());
  let total = 0;
  for (const { id, identifier, pointCount } of items) {
    const { certain, doubtful } = sent.get(identifier)!;
    const stored: string[] = [];
    for await (const row of readPoints(ctx, { sourceIds: [id] }))
      stored.push(fingerprint(JSON.parse(renderPoint(row))));
    const possible = new Set(doubtful.map(fingerprint));
    const ofCertain = stored.filter((point) => !possible.has(point));
    expect(ofCertain.sort(), identifier).toEqual(certain.map(fingerprint).sort());
    expect(new Set(stored).size, `different points of ${identifier}`).toBe(stored.length);
    expect(pointCount, `counter of ${identifier}`).toBe(stored.length);
    expect(await countInAggregates(ctx, id), `what charts draw of ${identifier}`).toBe(stored.length);
    total += stored.length;
  }
  return total;
}

/** Points that the running aggregates of a source hold. */
async function countInAggregates(ctx: Context, sourceId: string): Promise<number> {
  const rows = await ctx.db.query(
    z.object({ lines: z.string() }),
    sql`SELECT lines FROM source_aggregates WHERE organization_id = ${ctx.organizationId} AND source_id = ${sourceId}`,
  );
  const counts = rows.flatMap(({ lines }) => [...readAggregate(lines).counts.values()]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A point's content without what the server adds, members in one order. */
function fingerprint(point: unknown): string {
  const ordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(ordered);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([name]) => name !== 'encrypted_transmission');
    return Object.fromEntries(
      members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]),
    );
  };
  return JSON.stringify(ordered(point));
}
