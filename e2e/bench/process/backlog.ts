import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Database } from '#lib/platform/db/database.ts';
import { joinSql, sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Tenant } from '#e2e/harness/tenant.ts';
import { makeReadingPoint, randomOf } from '../device-readings.ts';

export const pointsPerBundle = 100;
const bundlesPerStatement = 200;
/** Devices that send in turn. */
const sources = 200;
/** Device time of the first point: the middle of a month, so that a bench fills one partition. */
const firstSecond = Date.UTC(2025, 9, 3) / 1000;
/** Readings of one device come so far apart. */
const secondsApart = 60;

/** Bundles of 100 points of six types, about 48 kB of JSON each; the same number gives the same bundle. */
export function makeBundle(number: number): string {
  const source = number % sources;
  const turn = Math.floor(number / sources);
  const random = randomOf(number);
  const points = Array.from({ length: pointsPerBundle }, (_point, position) => {
    const second =
      firstSecond + (turn * pointsPerBundle + position) * secondsApart + Math.round(random() * 1000) / 1000;
    return makeReadingPoint({ source, timestamp: second, kind: position, random });
  });
  return JSON.stringify(points);
}

/** Puts waiting bundles into the database, gzipped as devices send them. */
export async function addBacklog(
  db: Database,
  { organizationId, studyId }: Tenant,
  range: { readonly from: number; readonly to: number },
): Promise<void> {
  for (let from = range.from; from < range.to; from += bundlesPerStatement) {
    const numbers = Array.from(
      { length: Math.min(bundlesPerStatement, range.to - from) },
      (_bundle, index) => from + index,
    );
    const rows = numbers.map((number) => {
      const body = gzipSync(makeBundle(number));
      const receivedAt = new Date(Date.UTC(2025, 9, 28) + number);
      return sql`(${organizationId}::uuid, ${newId()}::uuid, ${studyId}::uuid, ${receivedAt}::timestamptz, 'form', 'gzip', true, ${body}::bytea,
        ${body.length}::int, ${hash('sha256', body, 'buffer')}::bytea)`;
    });
    await db.execute(sql`INSERT INTO bundles (organization_id, id, study_id, received_at, door, compression, is_binary,
      body, size_bytes, content_sha256) VALUES ${joinSql(rows, ', ')}`);
  }
}
