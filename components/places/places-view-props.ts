import type { UnitChoices, VersionChoice } from '#lib/registry/domain/unit-choices.ts';
import type { UnitCounts } from '#lib/registry/domain/unit-list-address.ts';
import type { PlaceListView, PlacePage } from './place-queries.ts';

/** What the server gives the page of places. */
export interface PlacesViewProps {
  /** What the server found for the address that the page was opened with. */
  readonly initial: { readonly view: PlaceListView; readonly page: PlacePage; readonly counts: UnitCounts };
  readonly version: VersionChoice;
  readonly choices: UnitChoices;
  readonly canEdit: boolean;
  /** The viewer may see where sources are. */
  readonly canSeeSources: boolean;
}
