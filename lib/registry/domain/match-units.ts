import { newId } from '#lib/platform/ids.ts';
import { ExistingIndex } from './existing-index.ts';
import type { ImportedUnit } from './imported-unit.ts';
import type { ExistingUnit } from './planned-unit.ts';

/** A unit of a file, the unit of the version that it is, and its parent. */
export interface MatchedUnit {
  readonly unit: ImportedUnit;
  readonly id: string;
  /** Null: a new unit. */
  readonly before: ExistingUnit | null;
  /** Null: none; undefined: a parent is named that nobody knows. */
  readonly parentId: string | null | undefined;
}

/** Finds every unit of a file in the version; parents told by name must come before their children. */
export function matchUnits(units: readonly ImportedUnit[], existing: readonly ExistingUnit[]): MatchedUnit[] {
  const index = new ExistingIndex(existing);
  const found = new Map<string, { readonly id: string; readonly before: ExistingUnit | null }>();
  for (const unit of units) {
    const parentId = unit.parentKey === null ? null : (found.get(unit.parentKey)?.id ?? null);
    const before = index.find(unit, parentId);
    found.set(unit.key, { before, id: before?.id ?? newId() });
  }
  const parentOf = (unit: ImportedUnit, before: ExistingUnit | null): string | null | undefined => {
    if (unit.parentKey !== null) return found.get(unit.parentKey)?.id;
    if (unit.parentRef === undefined) return before === null ? null : before.parentId;
    if (unit.parentRef === null) return null;
    return found.get(`ref:${unit.parentRef}`)?.id ?? index.findByRef(unit.parentRef)?.id;
  };
  return units.flatMap((unit) => {
    const match = found.get(unit.key);
    return match ? [{ unit, ...match, parentId: parentOf(unit, match.before) }] : [];
  });
}
