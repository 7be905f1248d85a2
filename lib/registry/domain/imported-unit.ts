import type { Position, UnitStatus } from './org-unit.ts';

/**
 * A unit as a file tells of it, before it is compared with what is there. Members that are undefined were not in the
 * file and stay as they are; null clears.
 */
export interface ImportedUnit {
  /** Line of the file, from 1; several rows may name a parent: its first. Of a layer: the feature's number. */
  readonly line: number;
  /** The layer, of files that have several. */
  readonly layer?: string;
  /** Unique in the file. */
  readonly key: string;
  /** Key of a unit of the same file; null: not in it. */
  readonly parentKey: string | null;
  /** Reference of a parent that may be in the version already; undefined: the file says nothing of parents. */
  readonly parentRef: string | null | undefined;
  readonly type: { readonly name: string; readonly depth: number | null };
  readonly name: string;
  /** n-th unit of this name and type under its parent, from 0: tells units apart that have no reference. */
  readonly ordinal: number;
  readonly isLeaf: boolean;
  readonly sourceRef: string | null;
  readonly code?: string;
  readonly status?: UnitStatus;
  readonly aliases?: readonly string[];
  readonly location?: Position;
  readonly accuracyM?: number;
  /** A shape as the file has it: WKB in the reference system of an EPSG code. */
  readonly shape?: ImportedShape;
  readonly openingDate?: string | null;
  readonly closedDate?: string | null;
  readonly groupRefs?: readonly string[];
  /** One with an empty text is cleared. */
  readonly extraFields?: Readonly<Record<string, string>>;
}

/** A geometry of a file. */
export interface ImportedShape {
  readonly wkb: Buffer;
  readonly epsg: number;
  /** Column, for notes. */
  readonly column: string;
}

/** A group as a file tells of it. */
export interface ImportedGroup {
  readonly ref: string;
  readonly name: string;
}

/** Everything a file tells. */
export interface ImportedFile {
  readonly units: readonly ImportedUnit[];
  readonly groups: readonly ImportedGroup[];
  /** Names of the levels above a list's rows, from the top; absent: its units tell what stands under what. */
  readonly levels?: readonly string[];
}
