import type { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { type SortedPage, sortPositionSchema } from '#lib/platform/db/sorted-page.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  findCatalogueLegacyId,
  selectCatalogueQuantities,
  selectModels,
  selectProtocols,
} from '../../data/inventory/catalogue.sql.ts';
import { type InventoryQuery, wholeList } from '../../data/inventory/inventory-query.ts';
import { countNodesBy } from '../../data/inventory/inventory-rows.sql.ts';
import { readQuantities } from '../../data/quantities.sql.ts';
import type { CatalogueQuantity, NodeModel, NodeProtocol } from '../../domain/inventory/catalogue.ts';
import {
  type listModelsSchema,
  type listProtocolsSchema,
  type listQuantitiesSchema,
  type ModelRow,
  type ProtocolRow,
  type QuantityRow,
} from '../../domain/inventory/inventory-rows.ts';
import { knownQuantities } from '../../domain/quantities.ts';
import { requireSomeVerb } from '../require-some-verb.ts';

/** A page of a list of the inventory. */
export interface InventoryPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

/** What every list of the inventory is asked with. */
export interface ListWish {
  readonly text?: string | undefined;
  readonly sort?: string | undefined;
  readonly order: 'asc' | 'desc';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A wish as the statements understand it; sorted by the first of the names unless another is wished. Errors: `cursor_invalid`. */
export function inventoryQueryOf(wish: ListWish, sorts: readonly string[]): InventoryQuery {
  const { text, sort, order, cursor, limit } = wish;
  const keys = sort === undefined ? sorts : [sort];
  return {
    search: text === '' ? undefined : text,
    sort: keys.map((key) => ({ key, isDescending: order === 'desc' })),
    page: { kind: 'keyset', limit, after: decodeCursor(sortPositionSchema, cursor), before: null },
  };
}

/** The rows of a page, and where the next begins. */
export function inventoryPageOf<Row>({ rows, hasMore }: SortedPage<Row>): InventoryPage<Row> {
  const last = rows.at(-1);
  return { items: rows.map(({ row }) => row), next: hasMore && last ? encodeCursor(last.position) : null };
}

/** Models of the installation, each with how many nodes of it the actor may see. Errors: `permission_missing` (`sources.read`), `cursor_invalid`. */
export async function listModelRows(
  ctx: Context,
  wish: z.output<typeof listModelsSchema>,
): Promise<InventoryPage<ModelRow>> {
  requireSomeVerb(ctx, 'sources.read');
  const { items, next } = inventoryPageOf(await selectModels(ctx.db, inventoryQueryOf(wish, ['name'])));
  return { items: await toModelRows(ctx, items), next };
}

/** One model as the list shows it. Errors: `not_found`. */
export async function getModelRow(ctx: Context, id: string): Promise<ModelRow> {
  const [row] = await toModelRows(ctx, [await getModel(ctx, id)]);
  if (!row) throw new Problem('not_found');
  return row;
}

async function toModelRows(ctx: Context, models: readonly NodeModel[]): Promise<ModelRow[]> {
  const ids = [...new Set(models.flatMap(({ quantityLegacyIds }) => quantityLegacyIds))];
  const { rows } = await selectCatalogueQuantities(ctx.db, { ...wholeList, ids });
  const quantities = new Map(rows.map(({ row: { legacyId, key, name } }) => [legacyId, { key, name }]));
  const counts = await countNodesBy(ctx, 'model_id');
  return models.map(({ quantityLegacyIds, ...model }) => ({
    ...model,
    quantities: quantityLegacyIds.flatMap((id) => quantities.get(id) ?? []),
    nodeCount: counts.get(model.id) ?? 0,
  }));
}

/** Protocols of the installation, each with how many nodes of it the actor may see. Errors: as {@link listModelRows}. */
export async function listProtocolRows(
  ctx: Context,
  wish: z.output<typeof listProtocolsSchema>,
): Promise<InventoryPage<ProtocolRow>> {
  requireSomeVerb(ctx, 'sources.read');
  const { items, next } = inventoryPageOf(await selectProtocols(ctx.db, inventoryQueryOf(wish, ['identifier'])));
  return { items: await toProtocolRows(ctx, items), next };
}

/** One protocol as the list shows it. Errors: `not_found`. */
export async function getProtocolRow(ctx: Context, id: string): Promise<ProtocolRow> {
  const [row] = await toProtocolRows(ctx, [await getProtocol(ctx, id)]);
  if (!row) throw new Problem('not_found');
  return row;
}

async function toProtocolRows(ctx: Context, protocols: readonly NodeProtocol[]): Promise<ProtocolRow[]> {
  const counts = await countNodesBy(ctx, 'protocol_id');
  return protocols.map((protocol) => ({ ...protocol, nodeCount: counts.get(protocol.id) ?? 0 }));
}

/** Quantities of the installation; those that decoders know are among them from the start. Errors: as {@link listModelRows}. */
export async function listQuantityRows(
  ctx: Context,
  wish: z.output<typeof listQuantitiesSchema>,
): Promise<InventoryPage<QuantityRow>> {
  requireSomeVerb(ctx, 'sources.read');
  await readQuantities(ctx.db);
  const query = inventoryQueryOf(wish, ['quantity']);
  const { items, next } = inventoryPageOf(await selectCatalogueQuantities(ctx.db, query));
  return { items: items.map(toQuantityRow), next };
}

/** A quantity as the list shows it. */
export function toQuantityRow({ id: _id, ...quantity }: CatalogueQuantity): QuantityRow {
  return { ...quantity, isBuiltIn: knownQuantities.some(({ key }) => key === quantity.key) };
}

/** A model of the catalogue. Errors: `not_found`. */
export async function getModel({ db }: Context, id: string): Promise<NodeModel> {
  const legacyId = await findCatalogueLegacyId(db, 'node_models', id);
  return only(legacyId, (query) => selectModels(db, query));
}

/** A protocol of the catalogue. Errors: `not_found`. */
export async function getProtocol({ db }: Context, id: string): Promise<NodeProtocol> {
  const legacyId = await findCatalogueLegacyId(db, 'node_protocols', id);
  return only(legacyId, (query) => selectProtocols(db, query));
}

/** A quantity of the catalogue by its key. Errors: `not_found`. */
export async function getQuantity({ db }: Context, key: string): Promise<CatalogueQuantity> {
  const legacyId = await findCatalogueLegacyId(db, 'quantities', key);
  return only(legacyId, (query) => selectCatalogueQuantities(db, query));
}

async function only<Row>(
  legacyId: string | null,
  select: (query: InventoryQuery) => Promise<SortedPage<Row>>,
): Promise<Row> {
  const page = legacyId === null ? null : await select({ ...wholeList, ids: [legacyId] });
  const found = page?.rows[0];
  if (!found) throw new Problem('not_found');
  return found.row;
}
