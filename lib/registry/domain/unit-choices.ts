import type { UnitStatus } from './org-unit.ts';

/** A version of a pyramid to look at. */
export interface VersionChoice {
  readonly id: string;
  readonly number: number;
  readonly pyramidId: string;
  readonly pyramidName: string;
  /** The version that is meant when none of the pyramid is named. */
  readonly isDefault: boolean;
  /** Its units change by import alone. */
  readonly isReadOnly: boolean;
  /** What its tree shows unless asked otherwise. */
  readonly treeStatuses: readonly UnitStatus[];
}

export interface NamedChoice {
  readonly id: string;
  readonly name: string;
}

/** What filters and bulk edits of a version choose from. */
export interface UnitChoices {
  /** Every version the viewer may see, by pyramid, newest first. */
  readonly versions: readonly VersionChoice[];
  readonly types: readonly NamedChoice[];
  /** Categories that types have. */
  readonly categories: readonly string[];
  /** Groups of the version. */
  readonly groups: readonly NamedChoice[];
}
