import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { plantPyramid } from './registry.ts';
import type { ApiWorld } from './api.ts';

/** Puts in what other parts of the house keep of a source: an open alert, a donation with a sealed archive, the Task that read it. */
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
  await db.execute(sql`INSERT INTO tasks (organization_id, id, study_id, kind, title, state, input)
    VALUES (${organization}, ${newId()}, ${study}, 'donations.import', ${`Donated archive (youtube) of ${identifier}`},
      'succeeded', ${JSON.stringify({ fileId })}::json)`);
  return { blobKey, alertId };
}

/** Sends the archive of an export to a folder, later. */
export async function sendAway(world: ApiWorld, taskId: string): Promise<void> {
  const { db } = world.system;
  const [organization, destinationId] = [world.organization.id, newId()];
  await db.execute(sql`INSERT INTO export_destinations (organization_id, id, name, kind, settings)
    VALUES (${organization}, ${destinationId}, 'Shelf', 'folder', '{"kind":"folder"}')`);
  await db.execute(sql`INSERT INTO export_deliveries (organization_id, id, study_id, task_id, destination_id, state, next_attempt_at)
    VALUES (${organization}, ${newId()}, ${world.study.id}, ${taskId}, ${destinationId}, 'waiting', now() + interval '1 day')`);
}

/** Says that sensors were at a place from one hour of 1 October 2026 (UTC) to another, each with a picture in the store. */
export async function installSources(
  world: ApiWorld,
  stays: readonly (readonly [id: string, fromHour: number, toHour: number])[],
): Promise<readonly string[]> {
  const { db, blobs } = world.system;
  const organizationId = world.organization.id;
  const { ids } = await plantPyramid(db, { organizationId }, [{ ref: 'school', name: 'School' }]);
  const at = (hour: number) => new Date(Date.UTC(2026, 9, 1, hour));
  const keys: string[] = [];
  for (const [id, fromHour, toHour] of stays) {
    const key = `${organizationId}/installations/${newId()}`;
    await blobs.put(key, Buffer.from('picture'));
    await db.execute(sql`INSERT INTO installations (organization_id, id, source_id, unit_id, from_at, to_at, image_blob_key, image_type)
      VALUES (${organizationId}, ${newId()}, ${id}, ${ids.get('school')}, ${at(fromHour)}, ${at(toHour)}, ${key}, 'image/png')`);
    keys.push(key);
  }
  return keys;
}

/** Everything an organization keeps that is not a list of ids and numbers, as one text. */
export async function everythingOf({ organization, system: { db } }: ApiWorld): Promise<string> {
  const tables = [
    'sources',
    'source_aliases',
    'data_points',
    'bundles',
    'bundle_files',
    'quarantined_points',
    'source_types',
    'tasks',
  ];
  const texts: string[] = [];
  for (const table of tables) {
    const rows = await db.query(z.object({ row: z.string() }), {
      text: `SELECT to_jsonb(t)::text AS row FROM ${table} t WHERE organization_id = $1`,
      values: [organization.id],
    });
    texts.push(...rows.map(({ row }) => row));
  }
  const bodies = await db.query(
    z.object({ body: z.instanceof(Buffer) }),
    sql`SELECT body FROM bundles WHERE organization_id = ${organization.id} AND body IS NOT NULL`,
  );
  return [...texts, ...bodies.map(({ body }) => body.toString('utf8'))].join('\n');
}
