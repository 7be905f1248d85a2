import type { ImportedUnit } from './imported-unit.ts';
import type { ExistingUnit } from './planned-unit.ts';
import { foldText } from './read-cell.ts';

/** Finds units of a version again: by reference, made-up reference, or name, type and parent. */
export class ExistingIndex {
  readonly #byRef = new Map<string, ExistingUnit>();
  readonly #byPlace = new Map<string, ExistingUnit[]>();

  constructor(existing: readonly ExistingUnit[]) {
    for (const unit of existing) {
      if (unit.sourceRef !== null) this.#byRef.set(unit.sourceRef, unit);
      this.#byRef.set(madeUpRef(unit.legacyId), unit);
      const place = placeOf(unit.parentId, unit.type.name, unit.name);
      const there = this.#byPlace.get(place);
      if (there) there.push(unit);
      else this.#byPlace.set(place, [unit]);
    }
  }

  /** The unit that a row means; null: a new one. Existing units of one name come in the order they were made. */
  find(unit: ImportedUnit, parentId: string | null): ExistingUnit | null {
    if (unit.sourceRef !== null) return this.findByRef(unit.sourceRef) ?? null;
    return this.#byPlace.get(placeOf(parentId, unit.type.name, unit.name))?.[unit.ordinal] ?? null;
  }

  findByRef(ref: string): ExistingUnit | undefined {
    return this.#byRef.get(ref);
  }
}

/** The reference given to units that have none of their own (spec iaso-georegistry 0). */
export function madeUpRef(legacyId: number): string {
  return `iaso:${String(legacyId)}`;
}

/** True for a reference that {@link madeUpRef} could have given. */
export function isMadeUpRef(ref: string | null): boolean {
  return ref !== null && /^iaso:\d+$/.test(ref);
}

function placeOf(parentId: string | null, typeName: string, name: string): string {
  return `${parentId ?? ''}\n${typeName}\n${foldText(name)}`;
}
