import type { ImportedUnit } from './imported-unit.ts';
import type { Position, UnitStatus } from './org-unit.ts';

/** What a unit is, as far as an import can tell. */
export interface UnitFacts {
  readonly parentId: string | null;
  readonly type: { readonly name: string; readonly depth: number | null };
  readonly name: string;
  readonly sourceRef: string | null;
  readonly code: string;
  readonly status: UnitStatus;
  readonly aliases: readonly string[];
  readonly location: Position | null;
  readonly accuracyM: number | null;
  /** MD5 of the polygon's WKB; null: none. */
  readonly geomHash: string | null;
  /** YYYY-MM-DD. */
  readonly openingDate: string | null;
  readonly closedDate: string | null;
  /** References of its groups, sorted. */
  readonly groupRefs: readonly string[];
  readonly extraFields: Readonly<Record<string, unknown>>;
}

/** A unit of the version. */
export interface ExistingUnit extends UnitFacts {
  readonly id: string;
  readonly legacyId: number;
}

/** A shape of the file after the database has looked at it. */
export interface NormalizedShape {
  /** Of a point. */
  readonly location?: Position;
  /** Of a polygon. */
  readonly geomHash?: string;
}

/** A unit of the file beside the one that is there. */
export interface PlannedUnit {
  readonly id: string;
  readonly unit: ImportedUnit;
  readonly before: ExistingUnit | null;
  readonly facts: UnitFacts;
  readonly shape: NormalizedShape | undefined;
  /** A parent is named that nobody knows. */
  readonly isOrphan: boolean;
  /** Members that differ from `before`; empty for a new unit. */
  readonly changed: readonly (keyof UnitFacts)[];
}
