import type { Database } from '#lib/platform/db/database.ts';
import type { HeldConnection } from '../../data/mqtt/connections.sql.ts';
import { selectNotices } from '../../data/things/notices.sql.ts';
import { findObservation } from '../../data/things/read-things.sql.ts';
import { asMember } from '../../domain/things/thing-reader.ts';
import type { ThingRow } from '../../domain/things/thing-rows.ts';

/** An observation that the subscribers of a broker are to be told of. */
export interface ThingNotice {
  /** Of the notice, to settle it by. */
  readonly id: string;
  readonly streamId: string;
  /** As it is now; null: it is there no more. */
  readonly row: ThingRow | null;
}

/** Most that is read at a time. */
const noticesAtATime = 100;

/** What the broker of a connection is to be told next, oldest first; run by the worker that holds its line. */
export async function readNotices(
  db: Database,
  connection: Pick<HeldConnection, 'organizationId' | 'id'>,
): Promise<ThingNotice[]> {
  const scope = asMember({ db, organizationId: connection.organizationId });
  const told: ThingNotice[] = [];
  for (const { id, observationId, streamId, observedAt } of await selectNotices(db, connection, noticesAtATime)) {
    const row = await findObservation(scope, { id: observationId, streamId, at: observedAt });
    told.push({ id, streamId, row });
  }
  return told;
}
