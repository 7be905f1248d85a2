/** Ids of units that would stand under themselves. `parentIds`: as planned; `parentNow`: of units that are not planned. */
export function findCircles(
  parentIds: ReadonlyMap<string, string | null>,
  parentNow: (id: string) => string | null,
): Set<string> {
  const state = new Map<string, 'sound' | 'circle'>();
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
    const isLost = at !== null && (onPath.has(at) || state.get(at) === 'circle');
    path.forEach((id, place) => state.set(id, place >= firstOfCircle || isLost ? 'circle' : 'sound'));
  }
  return new Set([...state].filter(([, verdict]) => verdict === 'circle').map(([id]) => id));
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
