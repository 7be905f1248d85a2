'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import { nothingSelected, type Selection } from '#components/tables/selection.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { useSortInUrl } from '#components/tables/use-sort-in-url.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { unitSorts } from '#lib/registry/domain/unit-list-query.ts';
import { PlaceBulkActions } from './place-bulk-actions.tsx';
import { neededColumns, placeColumnIds, usualColumns } from './place-column-ids.ts';
import { usePlaceColumns } from './place-columns.tsx';
import { PlaceFilters } from './place-filters.tsx';
import { fetchPlacePage, type PlaceListView } from './place-queries.ts';
import type { PlacesViewProps } from './places-view-props.ts';
import { SearchTabs } from './search-tabs.tsx';
import type { PlacesAddress } from './use-places-address.ts';
import { usePlaceCounts, useUnitNames } from './use-found-places.ts';
import { useSetStatus } from './use-set-status.ts';

interface PlaceListProps extends PlacesViewProps {
  readonly address: PlacesAddress;
}

/** The places that the searches find, and what can be done with many of them. */
export function PlaceList({ initial, version, choices, canEdit, address }: PlaceListProps) {
  const t = useTranslations('places');
  const router = useRouter();
  const { searches, search } = address;
  const { sort, setSort } = useSortInUrl(unitSorts, { key: 'name', order: 'asc' });
  const shownColumns = address.columns ?? usualColumns;
  const view: PlaceListView = {
    ...{ version: version.id, searches, sort: sort.key, order: sort.order },
    columns: neededColumns(shownColumns),
  };
  const list = usePagedList({
    queryKey: ['units', 'list', view],
    fetchPage: (cursor, signal) => fetchPlacePage(view, cursor, signal),
    initial: JSON.stringify(view) === JSON.stringify(initial.view) ? initial.page : undefined,
  });
  const counts = usePlaceCounts(view, initial);
  const names = { choices, units: useUnitNames(view) };
  const [ticked, setTicked] = useState({ of: searches, selection: nothingSelected });
  // Other searches are another list: what was ticked in the former one is not meant here.
  const selection = ticked.of === searches ? ticked.selection : nothingSelected;
  const setSelection = (next: Selection) => {
    setTicked({ of: searches, selection: next });
  };
  const mayEdit = canEdit && !version.isReadOnly;
  const setStatus = useSetStatus();
  const columns = usePlaceColumns({ searches, groups: choices.groups, setStatus: mayEdit ? setStatus : null });
  const clear = () => {
    setSelection(nothingSelected);
  };
  return (
    <>
      <SearchTabs address={address} names={names} counts={counts} />
      <DataTable
        name="places"
        label={t('list.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          router.push(`/places/${id}`);
        }}
        total={counts?.total ?? null}
        maxHeight="calc(100dvh - 20rem)"
        sort={sort}
        onSort={setSort}
        shownColumns={shownColumns}
        onShownColumns={(ids) => {
          address.setColumns(placeColumnIds.filter((id) => ids.includes(id)));
        }}
        {...(mayEdit ? { selection, onSelection: setSelection } : {})}
        bulkActions={
          <PlaceBulkActions
            version={version.id}
            searches={searches}
            selection={selection}
            onSelection={setSelection}
            loadedIds={list.rows.map(({ id }) => id)}
            choices={choices}
            onDone={clear}
          />
        }
        toolbar={
          <PlaceFilters
            key={address.active}
            search={search}
            changeSearch={address.changeSearch}
            choices={choices}
            version={version}
            unitNames={names.units}
          />
        }
        empty={
          <EmptyState
            title={t('empty.filteredTitle')}
            description={t('empty.filteredDescription')}
            action={{
              label: t('empty.clear'),
              onClick: address.clearSearch,
            }}
          />
        }
      />
    </>
  );
}
