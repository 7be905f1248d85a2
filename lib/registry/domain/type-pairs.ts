import type { PlannedUnit, UnitFacts } from './planned-unit.ts';

/** What tells types apart: depth and name. */
export function typeKey({ name, depth }: UnitFacts['type']): string {
  return `${String(depth)} ${name}`;
}

/**
 * Which types are to be allowed under which, as pairs of keys [above, below], each once: those of units and of what they
 * stand under; and where a list has levels, which rows may leave empty, each level above all that come after it, the rows'
 * own types last (spec iaso-georegistry 4.1). `levels` are the names of a list's levels from the top.
 */
export function typePairs(
  units: readonly Pick<PlannedUnit, 'id' | 'facts' | 'unit'>[],
  levels: readonly string[],
): readonly (readonly [above: string, below: string])[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const own = new Set(units.filter(({ unit }) => unit.isLeaf).map(({ facts }) => typeKey(facts.type)));
  const pairs = new Map<string, readonly [string, string]>();
  const add = (above: string, below: string) => {
    if (above !== below) pairs.set(`${above}\n${below}`, [above, below]);
  };
  for (const { facts } of units) {
    const parent = facts.parentId === null ? undefined : byId.get(facts.parentId);
    if (parent) add(typeKey(parent.facts.type), typeKey(facts.type));
  }
  const keys = levels.map((name, depth) => typeKey({ name, depth }));
  for (const [depth, above] of keys.entries()) {
    for (const below of [...keys.slice(depth + 1), ...own]) add(above, below);
  }
  return [...pairs.values()];
}
