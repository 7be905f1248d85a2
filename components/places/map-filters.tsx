'use client';

import { Group } from '@mantine/core';
import { PlaceFilters } from './place-filters.tsx';
import type { PlacesViewProps } from './places-view-props.ts';
import { SearchTabs } from './search-tabs.tsx';
import { usePlaceCounts, useUnitNames } from './use-found-places.ts';
import type { PlacesAddress } from './use-places-address.ts';

interface MapFiltersProps extends Pick<PlacesViewProps, 'initial' | 'version' | 'choices'> {
  readonly address: PlacesAddress;
}

/** The searches and filters of the list, for the map where there is no room for both beside each other. */
export function MapFilters({ initial, version, choices, address }: MapFiltersProps) {
  const found = { version: version.id, searches: address.searches };
  const counts = usePlaceCounts(found, initial);
  const units = useUnitNames(found);
  return (
    <>
      <SearchTabs address={address} names={{ choices, units }} counts={counts} />
      <Group gap="xs" mb="sm" className="no-print">
        <PlaceFilters
          key={address.active}
          search={address.search}
          changeSearch={address.changeSearch}
          choices={choices}
          version={version}
          unitNames={units}
        />
      </Group>
    </>
  );
}
