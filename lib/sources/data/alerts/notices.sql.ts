import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { alertsByIds } from './alerts.sql.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import type { AlertScope } from './reconcile.sql.ts';

/** Most alerts one notice tells of. */
const mostTold = 500;

/**
 * Takes the alerts of a study that nobody has been told of yet, opened and closed ones; they count as told when the
 * caller's transaction commits.
 */
export async function takePendingNotices(scope: AlertScope, studyId: string): Promise<Alert[]> {
  const rows = await scope.db.query(
    z.object({ id: z.guid() }),
    sql`UPDATE source_alerts a SET is_notice_pending = false
      WHERE a.organization_id = ${scope.organizationId} AND a.study_id = ${studyId} AND a.is_notice_pending
      RETURNING a.id`,
  );
  if (rows.length === 0) return [];
  return alertsByIds(scope, rows.slice(0, mostTold).map(({ id }) => id));
}
