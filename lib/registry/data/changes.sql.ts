import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { RegistryScope } from './scope.ts';

/** What changed about a unit: its members as they were and as they are. */
export interface UnitChange {
  readonly id: string;
  readonly unitId: string;
  /** Null: the unit was made. */
  readonly before: object | null;
  readonly after: object | null;
}

export interface ChangeSet {
  readonly versionId: string;
  readonly origin: 'page' | 'api' | 'mobile' | 'bulk' | 'import' | 'undo' | 'copy' | 'restore';
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly importId: string | null;
}

const changesPerStatement = 5000;

/** Writes the history of units. */
export async function insertChanges(
  { db, organizationId, now }: RegistryScope,
  set: ChangeSet,
  changes: readonly UnitChange[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += changesPerStatement) {
    const batch = changes.slice(from, from + changesPerStatement);
    const texts = (read: (change: UnitChange) => object | null) =>
      batch.map((change) => (read(change) === null ? null : JSON.stringify(read(change))));
    await db.execute(sql`
      INSERT INTO org_unit_changes (organization_id, id, version_id, unit_id, changed_at, origin, actor_id, actor_label,
        import_id, before, after)
      SELECT ${organizationId}::uuid, n.id, ${set.versionId}::uuid, n.unit_id, ${now}, ${set.origin}, ${set.actorId}::uuid,
        ${set.actorLabel}, ${set.importId}::uuid, n.before::jsonb, n.after::jsonb
      FROM unnest(${textList(batch.map(({ id }) => id), 'uuid')}, ${textList(batch.map(({ unitId }) => unitId), 'uuid')},
        ${texts(({ before }) => before)}::text[], ${texts(({ after }) => after)}::text[]) AS n (id, unit_id, before, after)`);
  }
}
