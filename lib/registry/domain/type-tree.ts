import type { TypeHierarchy } from './unit-type.ts';

/** A type may stand under another. */
export interface TypeEdge {
  readonly parentId: string;
  readonly childId: string;
}

/**
 * The circle that would close if `childIds` were what may stand under `parentId`: ids from the parent down to itself. Null:
 * none. What may stand under the parent now does not count.
 */
export function findTypeCircle(
  edges: readonly TypeEdge[],
  parentId: string,
  childIds: readonly string[],
): readonly string[] | null {
  const under = Map.groupBy(
    edges.filter((edge) => edge.parentId !== parentId),
    (edge) => edge.parentId,
  );
  const seen = new Set<string>();
  const waiting = childIds.map((id): readonly string[] => [parentId, id]);
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    const last = way.at(-1) ?? parentId;
    if (last === parentId) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    for (const { childId } of under.get(last) ?? []) waiting.push([...way, childId]);
  }
  return null;
}

/** A type as its tree needs it. */
export interface TypeInTree extends Pick<TypeHierarchy, 'id' | 'name' | 'shortName' | 'depth'> {
  readonly children: readonly { readonly id: string; readonly isCreatable: boolean }[];
}

/**
 * What may stand under a type, all the way down. A type that may stand at several places has its own children at the first
 * only, so that the tree is no longer than the types are many. Null: there is no such type.
 */
export function buildTypeTree(types: readonly TypeInTree[], rootId: string): TypeHierarchy | null {
  const byId = new Map(types.map((type) => [type.id, type]));
  const told = new Set<string>();
  const build = (id: string, isCreatable: boolean): TypeHierarchy | null => {
    const type = byId.get(id);
    if (!type) return null;
    const { name, shortName, depth } = type;
    const isRepeated = told.has(id);
    told.add(id);
    const children = isRepeated ? [] : type.children.flatMap((child) => build(child.id, child.isCreatable) ?? []);
    return { id, name, shortName, depth, isCreatable, isRepeated: isRepeated && type.children.length > 0, children };
  };
  return build(rootId, false);
}
