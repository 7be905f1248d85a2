import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { createUnit, updateUnit } from '#lib/registry/index.ts';
import { lockInventory, upsertRoom } from '../../data/inventory/write-places.sql.ts';
import type { Room } from '../../domain/inventory/places.ts';
import { type Changes, saidOf, type WriteRoomInput, writeRoomSchema } from '../../domain/inventory/write-places.ts';

import { ensureHome, type HomeConfig } from './sensor-home.ts';
import { type MadeThing, removePlaces, requireFreeName } from './write-site.ts';

/**
 * Adds a room: an org unit below its site. Gives the id of the unit. The caller has seen to it that the site is one of
 * the organization. `legacyId` is given for what is brought in.
 * Errors: `permission_missing` (`registry.edit`), `already_exists` (name), `input_invalid`.
 */
export async function createRoom(
  ctx: Context,
  input: WriteRoomInput,
  { config, legacyId }: { readonly config: HomeConfig; readonly legacyId?: number },
): Promise<MadeThing> {
  requireVerb(ctx, 'registry.edit');
  const { siteId, name, ...said } = parseInput(writeRoomSchema, input);
  return ctx.db.transaction(async () => {
    await lockInventory(ctx);
    const home = await ensureHome(ctx, config);
    await requireFreeName(ctx, { name, parentId: siteId });
    const unit = { name, typeId: home.roomTypeId, status: 'VALID', versionId: home.versionId, parentId: siteId };
    const { id } = await createUnit(ctx, { ...unit, origin: 'api' });
    const made = await upsertRoom(ctx, { ...said, unitId: id, legacyId });
    await writeAudit(ctx, { action: 'room.create', subjectType: 'unit', subjectId: id, detail: { siteId, ...said } });
    return { id, legacyId: made };
  });
}

/** Changes a room, or moves it to another site of the organization; what is left out stays. Errors: as {@link createRoom}. */
export async function updateRoom(ctx: Context, room: Room, changes: Changes<WriteRoomInput>): Promise<void> {
  requireVerb(ctx, 'registry.edit');
  const { siteId, name, description, sizeSqm, heightM, maxOccupancy } = room;
  const before = { siteId, name, description, sizeSqm, heightM, maxOccupancy };
  const wanted = parseInput(writeRoomSchema, { ...before, ...saidOf(changes) });
  await ctx.db.transaction(async () => {
    await lockInventory(ctx);
    const { siteId: parentId, name: newName, ...said } = wanted;
    if (newName !== name || parentId !== siteId) {
      await requireFreeName(ctx, { name: newName, parentId, exceptId: room.id });
    }
    await updateUnit(ctx, { id: room.id, changes: { name: newName, parentId }, origin: 'api' });
    await upsertRoom(ctx, { ...said, unitId: room.id });
    const detail = { before, after: wanted };
    await writeAudit(ctx, { action: 'room.update', subjectType: 'unit', subjectId: room.id, detail });
  });
}

/** Takes a room away with what was installed there; the unit stays as a rejected one. */
export async function removeRoom(ctx: Context, roomId: string): Promise<void> {
  requireVerb(ctx, 'registry.edit');
  await ctx.db.transaction(async () => {
    await lockInventory(ctx);
    await removePlaces(ctx, [roomId]);
    await writeAudit(ctx, { action: 'room.remove', subjectType: 'unit', subjectId: roomId });
  });
}
