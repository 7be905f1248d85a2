import type { Database } from '#lib/platform/db/database.ts';
import type { HeldConnection } from '../../data/mqtt/connections.sql.ts';
import { type Notice, selectNotices } from '../../data/things/notices.sql.ts';
import { findObservation, selectThings } from '../../data/things/read-things.sql.ts';
import { asMember, type ThingScope } from '../../domain/things/thing-reader.ts';
import { plainQuery } from '../../domain/things/things-query.ts';
import type { ThingRow } from '../../domain/things/thing-rows.ts';
import type { ThingNews } from './thing-speaker.ts';

/** What the subscribers of a broker are to be told of. */
export interface ThingNotice {
  /** Of the notice, to settle it by. */
  readonly id: string;
  /** The entity as it is now; null: it is there no more. */
  readonly news: ThingNews | null;
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
  for (const notice of await selectNotices(db, connection, noticesAtATime)) {
    const { id, set, streamId } = notice;
    const row = await findNoticed(scope, notice);
    told.push({ id, news: row && { set, streamId, row } });
  }
  return told;
}

async function findNoticed(
  scope: ThingScope,
  { set, entityId, streamId, observedAt }: Notice,
): Promise<ThingRow | null> {
  if (streamId !== null && observedAt !== null)
    return findObservation(scope, { id: entityId, streamId, at: observedAt });
  const { rows } = await selectThings(scope, [{ set, navigation: null, id: entityId }], { ...plainQuery, top: 1 });
  return rows[0] ?? null;
}
