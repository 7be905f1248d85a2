import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { ApiWorld } from './api.ts';

/** Puts in what other parts of the house keep of a source: an open alert, and a donation with a sealed archive. */
export async function surroundSource(
  world: ApiWorld,
  { id, identifier }: { readonly id: string; readonly identifier: string },
): Promise<{ blobKey: string; alertId: string }> {
  const { db, blobs } = world.system;
  const [organization, study] = [world.organization.id, world.study.id];
  const [alertId, requestId, fileId] = [newId(), newId(), newId()];
  const blobKey = `${organization}/donations/${fileId}/0`;
  await blobs.put(blobKey, Buffer.from('sealed'));
  await db.execute(sql`INSERT INTO source_alerts (organization_id, id, study_id, source_id, check_id, check_label, name, severity,
      message, opened_at, updated_at)
    VALUES (${organization}, ${alertId}, ${study}, ${id}, 'pdk-data-upload', 'Upload', 'Late', 2, 'Late.', now(), now())`);
  await db.execute(sql`INSERT INTO donation_requests (organization_id, id, study_id, identifier, locale, services, origin,
      requested_at, expires_at)
    VALUES (${organization}, ${requestId}, ${study}, ${identifier}, 'en', '{}', 'person', now(), now() + interval '9 days')`);
  await db.execute(sql`INSERT INTO donation_files (organization_id, id, request_id, service, file_name, size_bytes, begun_at)
    VALUES (${organization}, ${fileId}, ${requestId}, 'youtube', 'takeout.zip', 6, now())`);
  await db.execute(sql`INSERT INTO donation_file_parts (organization_id, file_id, position, size_bytes, blob_key)
    VALUES (${organization}, ${fileId}, 0, 6, ${blobKey})`);
  return { blobKey, alertId };
}
