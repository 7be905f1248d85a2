import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import { treeHitSchema, treeNodeSchema } from '#lib/registry/domain/unit-tree.ts';

/** What of which tree is shown. */
export interface TreeView {
  /** Id of the version. */
  readonly version: string;
  /** Null: those that the pyramid shows unless asked otherwise. */
  readonly statuses: readonly UnitStatus[] | null;
}

/** Nodes of one page of a level. */
export const levelRows = 100;

/** Where a page of a level begins: under which unit (null: the tops), after which cursor. */
export interface LevelPage {
  readonly parent: string | null;
  readonly cursor: string | null;
}

function statusOf({ statuses }: TreeView): string | null {
  return statuses === null ? null : statuses.join(',');
}

/** Query of one page of a level, for TanStack Query. */
export function levelQuery(view: TreeView, { parent, cursor }: LevelPage) {
  return {
    queryKey: ['units', 'tree', view, parent, cursor],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      apiGet('units/tree', pageSchema(treeNodeSchema), {
        query: { version: view.version, parent, cursor, status: statusOf(view), limit: levelRows },
        signal,
      }),
    staleTime: 60_000,
  };
}

/** One page of what a text finds in the tree. */
export function fetchTreeHits(
  view: TreeView,
  { text, cursor }: { readonly text: string; readonly cursor: string | null },
  signal: AbortSignal,
) {
  return apiGet('units/tree/search', pageSchema(treeHitSchema), {
    query: { version: view.version, text, cursor, status: statusOf(view) },
    signal,
  });
}
