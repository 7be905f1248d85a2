import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectCatalogueQuantities } from '../../data/inventory/catalogue.sql.ts';
import { wholeList } from '../../data/inventory/inventory-query.ts';
import { readQuantities } from '../../data/quantities.sql.ts';
import type { ModelRow, ProtocolRow, QuantityRow } from '../../domain/inventory/inventory-rows.ts';
import {
  type WriteModelInput,
  writeModelSchema,
  type WriteProtocolInput,
  writeProtocolSchema,
  type WriteQuantityInput,
  writeQuantitySchema,
} from '../../domain/inventory/write-catalogue.ts';
import { getModel, getModelRow, getProtocol, getProtocolRow, getQuantity, toQuantityRow } from './catalogue-lists.ts';
import {
  createModel,
  createProtocol,
  createQuantity,
  removeModel,
  removeProtocol,
  removeQuantity,
  requireCatalogueRight,
  updateModel,
  updateProtocol,
  updateQuantity,
} from './write-catalogue.ts';

// The right is asked for before anything is looked up: who may not write learns nothing of what is there by trying.

/**
 * Adds a model (`id` null), or says anew what one is. Errors: `permission_missing` (administrators of the installation),
 * `not_found`, `already_exists` (name), `input_invalid` (a quantity that is not there).
 */
export async function saveModel(ctx: Context, id: string | null, input: WriteModelInput): Promise<ModelRow> {
  requireCatalogueRight(ctx);
  const { quantities: keys, ...said } = parseInput(writeModelSchema, input);
  const model = { ...said, quantities: await legacyIdsOf(ctx, keys) };
  if (id === null) return getModelRow(ctx, (await createModel(ctx, model)).id);
  await updateModel(ctx, await getModel(ctx, id), model);
  return getModelRow(ctx, id);
}

async function legacyIdsOf({ db }: Context, keys: readonly string[]): Promise<string[]> {
  await readQuantities(db);
  const { rows } = await selectCatalogueQuantities(db, wholeList);
  const known = new Map(rows.map(({ row: { key, legacyId } }) => [key, legacyId]));
  return [...new Set(keys)].map((key) => {
    const legacyId = known.get(key);
    if (legacyId !== undefined) return legacyId;
    throw new Problem('input_invalid', { fields: { quantities: 'One of the quantities does not exist.' } });
  });
}

/** Adds a protocol (`id` null), or says anew what one is. Errors: as {@link saveModel}. */
export async function saveProtocol(ctx: Context, id: string | null, input: WriteProtocolInput): Promise<ProtocolRow> {
  requireCatalogueRight(ctx);
  const said = parseInput(writeProtocolSchema, input);
  if (id === null) return getProtocolRow(ctx, (await createProtocol(ctx, said)).id);
  await updateProtocol(ctx, await getProtocol(ctx, id), said);
  return getProtocolRow(ctx, id);
}

/**
 * Adds a quantity (`key` null), or names one anew; its key stays. A name whose word is known already names that one.
 * Errors: as {@link saveModel}.
 */
export async function saveQuantity(ctx: Context, key: string | null, input: WriteQuantityInput): Promise<QuantityRow> {
  requireCatalogueRight(ctx);
  const said = parseInput(writeQuantitySchema, input);
  if (key === null) return toQuantityRow(await getQuantity(ctx, (await createQuantity(ctx, said)).id));
  await updateQuantity(ctx, await getQuantity(ctx, key), said);
  return toQuantityRow(await getQuantity(ctx, key));
}

/** Removes a model that no node has. Errors: `permission_missing`, `not_found`, `state_conflict`. */
export async function removeModelById(ctx: Context, id: string): Promise<void> {
  requireCatalogueRight(ctx);
  await removeModel(ctx, await getModel(ctx, id));
}

/** Removes a protocol that no node has. Errors: as {@link removeModelById}. */
export async function removeProtocolById(ctx: Context, id: string): Promise<void> {
  requireCatalogueRight(ctx);
  await removeProtocol(ctx, await getProtocol(ctx, id));
}

/** Removes a quantity that nothing was measured of, by its key. Errors: as {@link removeModelById}. */
export async function removeQuantityByKey(ctx: Context, key: string): Promise<void> {
  requireCatalogueRight(ctx);
  await removeQuantity(ctx, await getQuantity(ctx, key));
}
