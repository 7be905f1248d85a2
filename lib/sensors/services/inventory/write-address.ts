import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { updateUnit } from '#lib/registry/index.ts';
import { selectAddress } from '../../data/inventory/places.sql.ts';
import { deleteAddress, selectSitesAt, upsertAddress } from '../../data/inventory/write-places.sql.ts';
import type { Address } from '../../domain/inventory/places.ts';
import { type WriteAddressInput, writeAddressSchema } from '../../domain/inventory/write-places.ts';

/**
 * Adds an address: of the organization of the context, or (null) of nobody but its writer until a site takes it.
 * Gives its id. Errors: `permission_missing` (`registry.edit`, for an organization), `input_invalid`.
 */
export async function createAddress(
  ctx: Context,
  input: WriteAddressInput,
  { isOfOrganization, legacyId }: { readonly isOfOrganization: boolean; readonly legacyId?: number },
): Promise<{ readonly id: string; readonly legacyId: string }> {
  if (isOfOrganization) requireVerb(ctx, 'registry.edit');
  const said = parseInput(writeAddressSchema, input);
  const id = newId();
  const createdById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const organizationId = isOfOrganization ? ctx.organizationId : null;
  return ctx.db.transaction(async () => {
    const made = await upsertAddress(ctx, { ...said, id, organizationId, createdById, legacyId });
    await audit(ctx, organizationId, { action: 'address.create', id });
    return { id, legacyId: made };
  });
}

/**
 * Changes an address; sites that have it move on the map with it. One that no site has is its writer's to change.
 * Errors: `permission_missing`, `input_invalid`.
 */
export async function updateAddress(
  ctx: Context,
  address: Address,
  changes: Partial<WriteAddressInput>,
): Promise<void> {
  requireChangeable(ctx, address);
  const { street1, street2, zip, city, country, longitude, latitude } = address;
  const said = parseInput(writeAddressSchema, {
    street1,
    street2,
    zip,
    city,
    country,
    longitude,
    latitude,
    ...changes,
  });
  await ctx.db.transaction(async () => {
    await upsertAddress(ctx, { ...address, ...said, legacyId: Number(address.legacyId) });
    const isMoved = said.longitude !== longitude || said.latitude !== latitude;
    const location =
      said.longitude === null || said.latitude === null ? null : ([said.longitude, said.latitude] as const);
    const sites = isMoved && address.organizationId !== null ? await selectSitesAt(ctx, address.id) : [];
    for (const id of sites) {
      await updateUnit(ctx, { id, changes: { location: location && [...location] }, origin: 'api' });
    }
    await audit(ctx, address.organizationId, { action: 'address.update', id: address.id });
  });
}

/** Removes an address that no site has. Errors: `permission_missing`, `state_conflict` (a site has it). */
export async function removeAddress(ctx: Context, address: Address): Promise<void> {
  requireChangeable(ctx, address);
  await ctx.db.transaction(async () => {
    if (address.organizationId !== null && (await selectSitesAt(ctx, address.id)).length > 0) {
      throw new Problem('state_conflict', { detail: 'A site has this address. Give it another first.' });
    }
    await deleteAddress(ctx, address);
    await audit(ctx, address.organizationId, { action: 'address.remove', id: address.id });
  });
}

/**
 * The address that a site of the organization is to have; one that was nobody's becomes the organization's.
 * Errors: `input_invalid`: it is not there, or another's.
 */
export async function takeAddress(ctx: Context, id: string): Promise<Address> {
  const address = await selectAddress(ctx.db, id);
  const isMine = address?.organizationId === null && isWriter(ctx, address);
  if (!address || !(address.organizationId === ctx.organizationId || isMine)) {
    throw new Problem('input_invalid', { fields: { addressId: 'There is no such address.' } });
  }
  if (isMine) {
    await upsertAddress(ctx, { ...address, organizationId: ctx.organizationId, legacyId: Number(address.legacyId) });
  }
  return address;
}

function requireChangeable(ctx: Context, address: Address): void {
  if (address.organizationId !== null) requireVerb(ctx, 'registry.edit');
  else if (!isWriter(ctx, address)) throw new Problem('not_found');
}

/** The system may take what nobody wrote: it brought it in itself. */
function isWriter({ actor }: Context, { createdById }: Address): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && createdById === actor.id);
}

function audit(
  ctx: Context,
  organizationId: string | null,
  { action, id }: { readonly action: string; readonly id: string },
): Promise<void> {
  const subject = { action, subjectType: 'address', subjectId: id };
  return writeAudit(ctx, organizationId === null ? { ...subject, installationWide: true } : subject);
}
