import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { UsageRun } from '../domain/views/view-results.ts';
import { inRange, millis, type PointRange, type ViewScope } from './views.sql.ts';

/** Points that are read at most: a device that reports every four seconds all day. */
const mostPoints = 20_000;
/** Runs that are told: a table shows no more. */
const mostRuns = 500;
/** Longer than anything lasts, in milliseconds; what a broken clock sends beyond counts as much. */
const longestMs = 1e12;

const runSchema = z.object({
  atMs: z.number(),
  name: z.string(),
  isScreenActive: z.boolean().nullable(),
  durationMs: z.number(),
  points: z.coerce.number(),
});

/**
 * Runs of the application in front (pdk-foreground-application): points that follow each other with the same application
 * and the same screen, as one, newest first. Of a range of many points the newest count.
 */
export function selectUsageRuns(scope: ViewScope, range: PointRange): Promise<UsageRun[]> {
  return scope.db.query(
    runSchema,
    sql`WITH read AS (
        SELECT p.created_at, p.content_hash, coalesce(p.properties ->> 'application', '') AS name,
          CASE p.properties ->> 'screen_active' WHEN 'true' THEN true WHEN 'false' THEN false END AS screen,
          CASE WHEN json_typeof(p.properties -> 'duration') = 'number'
            THEN least(greatest((p.properties ->> 'duration')::numeric, 0), ${String(longestMs)}::numeric)::float8
            ELSE 0 END AS duration
        FROM data_points p WHERE ${inRange(scope, range)} ORDER BY p.created_at DESC LIMIT ${mostPoints}
      ), told AS (
        SELECT *, name IS NOT DISTINCT FROM lag(name) OVER w AND screen IS NOT DISTINCT FROM lag(screen) OVER w
          AND row_number() OVER w > 1 AS goes_on
        FROM read WINDOW w AS (ORDER BY created_at, content_hash)
      ), numbered AS (
        SELECT *, count(*) FILTER (WHERE NOT goes_on) OVER (ORDER BY created_at, content_hash) AS run FROM told
      )
      SELECT ${millis(rawSql('min(created_at)'))} AS "atMs", min(name) AS name, bool_and(screen) AS "isScreenActive",
        sum(duration) AS "durationMs", count(*) AS points
      FROM numbered GROUP BY run ORDER BY run DESC LIMIT ${mostRuns}`,
  );
}
