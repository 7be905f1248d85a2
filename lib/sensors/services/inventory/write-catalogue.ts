import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  deleteFromCatalogue,
  hasObservations,
  type ModelToWrite,
  renameQuantity,
  upsertModel,
  upsertProtocol,
  upsertQuantity,
} from '../../data/inventory/catalogue.sql.ts';
import { readQuantities } from '../../data/quantities.sql.ts';
import {
  type CatalogueQuantity,
  decoderOf,
  type NodeModel,
  type NodeProtocol,
  quantityKeyOf,
} from '../../domain/inventory/catalogue.ts';
import { forgetQuantities } from '../known-quantities.ts';

/**
 * The catalogue is of the whole installation: its administrators write it, and the system (defect 4 of section 18).
 * Errors: `permission_missing`.
 */
export function requireCatalogueRight({ actor }: Context): void {
  if (actor.kind === 'system' || (actor.kind === 'user' && actor.isAdministrator)) return;
  throw new Problem('permission_missing', {
    detail: 'Only an administrator of the installation changes the catalogue.',
  });
}

interface Made {
  readonly id: string;
  readonly legacyId: string;
}

interface Written {
  readonly kind: 'quantity' | 'protocol' | 'model';
  readonly act: 'create' | 'update' | 'remove';
  readonly id: string;
  readonly field: string;
}

/** Writes in a transaction with its audit row. A name that is taken is `already_exists`, a row in use `state_conflict`. */
async function write<T>(ctx: Context, { kind, act, id, field }: Written, work: () => Promise<T>): Promise<T> {
  requireCatalogueRight(ctx);
  try {
    return await ctx.db.transaction(async () => {
      const outcome = await work();
      const subject = { subjectType: kind, subjectId: id };
      await writeAudit(ctx, { action: `${kind}.${act}`, ...subject, installationWide: true });
      return outcome;
    });
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    // A row in use is a broken foreign key up to PostgreSQL 17, and a code of its own from 18 on.
    if (code === '23503' || code === '23001') {
      throw new Problem('state_conflict', { detail: 'Nodes or models use it: it stays.', cause: error });
    }
    if (code !== '23505') throw error;
    const message = 'Another one in the catalogue has this name.';
    throw new Problem('already_exists', { detail: message, fields: { [field]: message }, cause: error });
  }
}

/**
 * Adds a quantity, or names the one that is known under that word. Values of it are taken at once by this process, and by
 * others within seconds. Gives its key. `legacyId`: as it was elsewhere.
 */
export async function createQuantity(
  ctx: Context,
  { name, unitName, legacyId }: { readonly name: string; readonly unitName: string; readonly legacyId?: number },
): Promise<Made> {
  const key = quantityKeyOf(name);
  if (key === '') throw new Problem('input_invalid', { fields: { name: 'Use letters or digits.' } });
  // Those that decoders know have their limits and UCUM units before somebody names them.
  await readQuantities(ctx.db);
  const row = { key, name, unitName, unit: unitName, legacyId };
  const act = { kind: 'quantity', act: 'create', id: key, field: 'name' } as const;
  const made = { id: key, legacyId: await write(ctx, act, () => upsertQuantity(ctx.db, row)) };
  forgetQuantities(ctx.db);
  return made;
}

export async function updateQuantity(
  ctx: Context,
  quantity: CatalogueQuantity,
  { name = quantity.name, unitName = quantity.unitName }: { readonly name?: string; readonly unitName?: string },
): Promise<void> {
  const act = { kind: 'quantity', act: 'update', id: quantity.key, field: 'name' } as const;
  await write(ctx, act, () => renameQuantity(ctx.db, quantity.id, { name, unitName }));
}

/** Removes a quantity that nothing was measured of. Errors: `permission_missing`, `state_conflict`. */
export async function removeQuantity(ctx: Context, { id, key }: CatalogueQuantity): Promise<void> {
  await write(ctx, { kind: 'quantity', act: 'remove', id: key, field: 'name' }, async () => {
    if (await hasObservations(ctx.db, id)) {
      throw new Problem('state_conflict', { detail: 'There are measurements of it: it stays.' });
    }
    await deleteFromCatalogue(ctx.db, 'quantities', id);
  });
  forgetQuantities(ctx.db);
}

type ProtocolInput = Pick<NodeProtocol, 'identifier' | 'uplinkMessages' | 'downlinkMessages'>;

/** Adds a protocol; which decoder reads it is told by its identifier. Gives its id. */
export async function createProtocol(ctx: Context, input: ProtocolInput, legacyId?: number): Promise<Made> {
  const row = { ...input, id: newId(), decoder: decoderOf(input.identifier), legacyId };
  const act = { kind: 'protocol', act: 'create', id: row.id, field: 'identifier' } as const;
  return { id: row.id, legacyId: await write(ctx, act, () => upsertProtocol(ctx.db, row)) };
}

export async function updateProtocol(
  ctx: Context,
  protocol: NodeProtocol,
  changes: Partial<ProtocolInput>,
): Promise<void> {
  const said = { ...protocol, ...changes };
  const row = { ...said, decoder: decoderOf(said.identifier), legacyId: Number(protocol.legacyId) };
  const act = { kind: 'protocol', act: 'update', id: row.id, field: 'identifier' } as const;
  await write(ctx, act, () => upsertProtocol(ctx.db, row));
}

/** Removes a protocol that no node has: nodes and what they measured never go with it (defect 4). */
export async function removeProtocol(ctx: Context, { id }: NodeProtocol): Promise<void> {
  const act = { kind: 'protocol', act: 'remove', id, field: 'identifier' } as const;
  await write(ctx, act, () => deleteFromCatalogue(ctx.db, 'node_protocols', id));
}

type ModelInput = Omit<ModelToWrite, 'id' | 'legacyId'>;

/** Adds a model. Gives its id. Errors: `input_invalid` (a quantity that is not there), `already_exists`. */
export async function createModel(ctx: Context, input: ModelInput, legacyId?: number): Promise<Made> {
  const row = { ...input, id: newId(), legacyId };
  const act = { kind: 'model', act: 'create', id: row.id, field: 'name' } as const;
  return { id: row.id, legacyId: await write(ctx, act, () => writeModel(ctx, row)) };
}

export async function updateModel(ctx: Context, model: NodeModel, changes: Partial<ModelInput>): Promise<void> {
  const { id, name, tradeName, manufacturer, sensorType } = model;
  const row = {
    id,
    name,
    tradeName,
    manufacturer,
    sensorType,
    quantities: undefined,
    ...changes,
    legacyId: Number(model.legacyId),
  };
  await write(ctx, { kind: 'model', act: 'update', id, field: 'name' }, () => writeModel(ctx, row));
}

/** Removes a model that no node has (defect 4). */
export async function removeModel(ctx: Context, { id }: NodeModel): Promise<void> {
  await write(ctx, { kind: 'model', act: 'remove', id, field: 'name' }, () =>
    deleteFromCatalogue(ctx.db, 'node_models', id),
  );
}

async function writeModel(ctx: Context, row: ModelToWrite): Promise<string> {
  const legacyId = await upsertModel(ctx.db, row);
  if (legacyId !== null) return legacyId;
  throw new Problem('input_invalid', { fields: { quantities: 'One of the quantities does not exist.' } });
}
