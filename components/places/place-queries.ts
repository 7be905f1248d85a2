import { apiAsk, apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import { z } from 'zod';
import { bulkPreviewSchema, type BulkEdit } from '#lib/registry/domain/bulk-edit.ts';
import { unitCountsSchema, type UnitCounts } from '#lib/registry/domain/unit-list-address.ts';
import {
  unitRowSchema,
  type ColouredSearch,
  type UnitColumn,
  type UnitRow,
  type UnitSort,
} from '#lib/registry/domain/unit-list-query.ts';

const placePageSchema = pageSchema(unitRowSchema);
export type PlacePage = z.infer<typeof placePageSchema>;

/** Units of a version that any of some searches finds. */
export interface PlaceSelection {
  readonly version: string;
  readonly searches: readonly ColouredSearch[];
}

/** What the list shows, in which order. */
export interface PlaceListView extends PlaceSelection {
  readonly sort: UnitSort;
  readonly order: 'asc' | 'desc';
  /** What the server has to compute. */
  readonly columns: readonly UnitColumn[];
}

/** Rows of one keyset page. */
export const placePageRows = 50;

/** Searches as they stand in an address; colours are the browser's. */
function searchesText(searches: readonly ColouredSearch[]): string {
  return JSON.stringify(searches.map(({ color: _color, ...search }) => search));
}

export function fetchPlacePage(view: PlaceListView, cursor: string | null, signal: AbortSignal): Promise<PlacePage> {
  const { version, searches, sort, order, columns } = view;
  // A comma alone: no column at all; left out it would mean the usual ones.
  const asked = columns.length === 0 ? ',' : columns.join(',');
  const query = {
    version,
    searches: searchesText(searches),
    sort,
    order,
    columns: asked,
    cursor,
    limit: placePageRows,
  };
  return apiGet('units', placePageSchema, { query, signal });
}

export function fetchPlaceCounts({ version, searches }: PlaceSelection, signal: AbortSignal): Promise<UnitCounts> {
  return apiGet('units/counts', unitCountsSchema, { query: { version, searches: searchesText(searches) }, signal });
}

/** Names of units by id; of those that are not the viewer's to see there is none. */
export async function fetchUnitNames(
  version: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const searches = JSON.stringify([{ text: `ids:${ids.join()}`, status: [] }]);
  const query = { version, searches, columns: ',', limit: ids.length };
  const { items } = await apiGet('units', placePageSchema, { query, signal });
  return Object.fromEntries(items.map(({ id, name }: UnitRow) => [id, name]));
}

export function fetchBulkPreview(edit: BulkEdit, signal: AbortSignal) {
  return apiAsk('units/bulk/preview', edit, { schema: bulkPreviewSchema, signal });
}

/** Files that what the list shows can be taken out as. */
export const exportFormats = ['csv', 'xlsx', 'gpkg', 'geojson', 'parquet'] as const;

/** Orders a file of what searches find; gives the id of its task. */
export function startUnitExport(
  { version, searches }: PlaceSelection,
  how: { readonly format: (typeof exportFormats)[number]; readonly locale: string },
): Promise<{ readonly taskId: string }> {
  return apiPost('units/export', { version, searches, ...how }, startedSchema);
}

const startedSchema = z.object({ taskId: z.string() });

/** Starts a change of many units; gives the id of its task. */
export function startBulkEdit(edit: BulkEdit): Promise<{ readonly taskId: string }> {
  return apiPost('units/bulk', edit, startedSchema);
}
