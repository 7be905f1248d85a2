import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { insertChanges, type ChangeSet } from '../data/changes.sql.ts';
import { registryScope } from '../data/scope.ts';

/** How a change came: by our pages, our API, a device in the field, or a former state brought back. */
export type UnitChangeOrigin = Extract<ChangeSet['origin'], 'page' | 'api' | 'mobile' | 'restore'>;

interface ChangeToRecord {
  readonly unitId: string;
  readonly versionId: string;
  readonly origin: UnitChangeOrigin | undefined;
  /** Members as they were; null: the unit is new. */
  readonly before: object | null;
  readonly after: object;
}

/** Writes the history and the audit row of a change of one unit, in the caller's transaction. */
export async function recordUnitChange(ctx: Context, change: ChangeToRecord): Promise<void> {
  const { actor } = ctx;
  const { unitId, versionId, before, after } = change;
  const origin = change.origin ?? (actor.kind === 'user' ? 'page' : 'api');
  const actorId = actor.kind === 'user' || actor.kind === 'token' ? actor.id : null;
  const set = { versionId, origin, actorId, actorLabel: actor.label, importId: null };
  await insertChanges(registryScope(ctx), set, [{ id: newId(), unitId, before, after }]);
  const action = before === null ? 'unit.create' : origin === 'restore' ? 'unit.restore' : 'unit.update';
  await writeAudit(ctx, { action, subjectType: 'unit', subjectId: unitId, detail: { changed: Object.keys(after) } });
}
