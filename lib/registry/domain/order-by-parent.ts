/** A unit that would stand under itself, or under one that would. */
export type CircleVerdict = 'in circle' | 'under circle';

/**
 * Units that would stand under themselves, and those whose way up ends in such a circle. `parentIds`: as planned;
 * `parentNow`: of units that are not planned.
 */
export function findCircles(
  parentIds: ReadonlyMap<string, string | null>,
  parentNow: (id: string) => string | null,
): ReadonlyMap<string, CircleVerdict> {
  const state = new Map<string, 'sound' | CircleVerdict>();
  const parentOf = (id: string) => (parentIds.has(id) ? (parentIds.get(id) ?? null) : parentNow(id));
  for (const start of parentIds.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let at: string | null = start;
    while (at !== null && !state.has(at) && !onPath.has(at)) {
      path.push(at);
      onPath.add(at);
      at = parentOf(at);
    }
    const firstOfCircle = at !== null && onPath.has(at) ? path.indexOf(at) : path.length;
    // What only leads into a circle is itself sound once the circle is refused, but has no parent then: refuse it too.
    const isLost = at !== null && (onPath.has(at) || (state.get(at) ?? 'sound') !== 'sound');
    path.forEach((id, place) =>
      state.set(id, place >= firstOfCircle ? 'in circle' : isLost ? 'under circle' : 'sound'),
    );
  }
  return new Map([...state].flatMap(([id, verdict]) => (verdict === 'sound' ? [] : [[id, verdict] as const])));
}

/** Puts every parent before its children; the order is the file's otherwise. */
export function orderByParent<
  Unit extends { readonly id: string; readonly facts: { readonly parentId: string | null } },
>(units: readonly Unit[]): Unit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const placed = new Set<string>();
  const ordered: Unit[] = [];
  for (const unit of units) {
    const chain: Unit[] = [];
    let at: Unit | undefined = unit;
    while (at && !placed.has(at.id)) {
      chain.push(at);
      placed.add(at.id);
      at = at.facts.parentId === null ? undefined : byId.get(at.facts.parentId);
    }
    ordered.push(...chain.reverse());
  }
  return ordered;
}

/** Depth of every unit, the top being 1, in a forest without circles; `parentOf` is null at the top. */
export function depthsOf(ids: Iterable<string>, parentOf: (id: string) => string | null): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const start of ids) {
    const chain: string[] = [];
    let at: string | null = start;
    while (at !== null && !depths.has(at)) {
      chain.push(at);
      at = parentOf(at);
    }
    let depth = at === null ? 0 : (depths.get(at) ?? 0);
    for (const id of chain.reverse()) depths.set(id, (depth += 1));
  }
  return depths;
}
