import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { createUnit, updateUnit } from '#lib/registry/index.ts';
import { removeInstallationsAt } from '#lib/sources/index.ts';
import { isPlaceNameTaken, lockInventory, selectRoomIds, upsertSite } from '../../data/inventory/write-places.sql.ts';
import type { Site } from '../../domain/inventory/places.ts';
import { type Changes, saidOf, type WriteSiteInput, writeSiteSchema } from '../../domain/inventory/write-places.ts';

import { ensureHome, type HomeConfig } from './sensor-home.ts';
import { takeAddress } from './write-address.ts';

/** A thing that was made: its own id, and the integer that protocols know it by. */
export interface MadeThing {
  readonly id: string;
  readonly legacyId: string;
}

/**
 * Adds a site: an org unit with its address. Gives the id of the unit. `legacyId` is given for what is brought in.
 * Errors: `permission_missing` (`registry.edit`), `already_exists` (name), `input_invalid` (also an unknown address).
 */
export async function createSite(
  ctx: Context,
  input: WriteSiteInput,
  { config, legacyId }: { readonly config: HomeConfig; readonly legacyId?: number },
): Promise<MadeThing> {
  requireVerb(ctx, 'registry.edit');
  const { name, description, addressId, timeZone } = parseInput(writeSiteSchema, input);
  return ctx.db.transaction(async () => {
    await lockInventory(ctx);
    const home = await ensureHome(ctx, config);
    await requireFreeName(ctx, { name, parentId: null });
    const address = addressId === null ? null : await takeAddress(ctx, addressId);
    const location = address && address.longitude !== null && address.latitude !== null ? pointOf(address) : null;
    const unit = { name, typeId: home.siteTypeId, status: 'VALID', versionId: home.versionId, location };
    const { id } = await createUnit(ctx, { ...unit, origin: 'api' });
    const made = await upsertSite(ctx, { unitId: id, description, addressId, timeZone, legacyId });
    await writeAudit(ctx, {
      action: 'site.create',
      subjectType: 'unit',
      subjectId: id,
      detail: { addressId, timeZone },
    });
    return { id, legacyId: made };
  });
}

/** Changes a site; what is left out stays. Errors: as {@link createSite}. */
export async function updateSite(ctx: Context, site: Site, changes: Changes<WriteSiteInput>): Promise<void> {
  requireVerb(ctx, 'registry.edit');
  const before = pickSite(site);
  const wanted = parseInput(writeSiteSchema, { ...before, ...saidOf(changes) });
  await ctx.db.transaction(async () => {
    await lockInventory(ctx);
    const { name, description, addressId, timeZone } = wanted;
    if (name !== site.name) await requireFreeName(ctx, { name, parentId: null, exceptId: site.id });
    const address = addressId === null || addressId === site.addressId ? null : await takeAddress(ctx, addressId);
    const isPlaced = address !== null && address.longitude !== null && address.latitude !== null;
    const moved = isPlaced ? { location: pointOf(address) } : {};
    await updateUnit(ctx, { id: site.id, changes: { name, ...moved }, origin: 'api' });
    await upsertSite(ctx, { unitId: site.id, description, addressId, timeZone });
    const detail = { before, after: wanted };
    await writeAudit(ctx, { action: 'site.update', subjectType: 'unit', subjectId: site.id, detail });
  });
}

/** Takes a site away with its rooms and what was installed there; the units stay as rejected ones. */
export async function removeSite(ctx: Context, siteId: string): Promise<void> {
  requireVerb(ctx, 'registry.edit');
  await ctx.db.transaction(async () => {
    await lockInventory(ctx);
    const rooms = await selectRoomIds(ctx, siteId);
    await removePlaces(ctx, [...rooms, siteId]);
    const detail = { rooms: rooms.length };
    await writeAudit(ctx, { action: 'site.remove', subjectType: 'unit', subjectId: siteId, detail });
  });
}

/** Rejects units, and takes back what was installed there. In a transaction. */
export async function removePlaces(ctx: Context, unitIds: readonly string[]): Promise<void> {
  await removeInstallationsAt(ctx, unitIds);
  for (const id of unitIds) await updateUnit(ctx, { id, changes: { status: 'REJECTED' }, origin: 'api' });
}

interface WantedName {
  readonly name: string;
  /** The site of a room; null: of a site. */
  readonly parentId: string | null;
  readonly exceptId?: string;
}

/** Refuses a name that another site of the organization has, or another room of the site. Errors: `already_exists`. */
export async function requireFreeName(ctx: Context, wanted: WantedName): Promise<void> {
  if (!(await isPlaceNameTaken(ctx, wanted))) return;
  const message = wanted.parentId === null ? 'Another site has this name.' : 'Another room of the site has this name.';
  throw new Problem('already_exists', { detail: message, fields: { name: message } });
}

function pickSite({ name, description, addressId, timeZone }: Site): WriteSiteInput {
  return { name, description, addressId, timeZone };
}

function pointOf({ longitude, latitude }: { longitude: number | null; latitude: number | null }): [number, number] {
  return [longitude ?? 0, latitude ?? 0];
}
