import type { UnitChoices, VersionChoice } from '#lib/registry/domain/unit-choices.ts';
import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import type { SearchChange } from './shown-searches.ts';

/** What the filters of a search need. */
export interface PlaceFiltersProps {
  readonly search: ColouredSearch;
  /** Changes members of the search; the others stay. */
  readonly changeSearch: (change: SearchChange) => void;
  readonly choices: UnitChoices;
  readonly version: VersionChoice;
  /** Names of units by id. */
  readonly unitNames: Readonly<Record<string, string>>;
}
