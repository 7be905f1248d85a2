'use client';

import { SegmentedControl, Select } from '@mantine/core';
import { IconTemperature } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SearchSelect, type SearchOption } from '#components/ui/search-select.tsx';
import type { SensorCounts, SensorFilter } from '#lib/sensors/domain/overview.ts';
import type { QuantityBands } from '#lib/sensors/domain/quantity-bands.ts';
import { fidelityStates } from '#lib/sources/domain/fidelity/fidelity.ts';
import { InstallDialog } from '../installation/install-dialog.tsx';
import { SensorsTabs } from '../sensors-tabs.tsx';
import { fetchSensorCounts, fetchSensors, searchSites, type SensorPage } from './overview-queries.ts';
import { useSensorColumns } from './sensor-columns.tsx';
import { placements, useSensorFilter, type SensorFilterState } from './use-sensor-filter.ts';

/** How often the overview looks for news, in milliseconds. */
const refreshMs = 30_000;

interface OverviewViewProps {
  /** What the server found for the address the page was opened with. */
  readonly initial: { readonly filter: SensorFilter; readonly page: SensorPage; readonly counts: SensorCounts };
  readonly bands: readonly QuantityBands[];
  /** The site of the address, with its name. */
  readonly site: SearchOption | null;
  readonly canInstall: boolean;
  readonly canSeePlaces: boolean;
}

/** Every sensor of the organization: where it is, whether it delivers, and what it measured last. */
export function OverviewView({ initial, bands, site, canInstall, canSeePlaces }: OverviewViewProps) {
  const t = useTranslations('sensorPages');
  const router = useRouter();
  const state = useSensorFilter();
  const { filter, setValues } = state;
  const [isInstalling, setInstalling] = useState(false);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initial.filter);
  const list = usePagedList({
    queryKey: ['sensors', 'list', filter],
    fetchPage: (cursor, signal) => fetchSensors(filter, cursor, signal),
    refreshMs,
    initial: isInitial ? initial.page : undefined,
  });
  const columns = useSensorColumns(bands);
  const isFiltered = Object.keys(filter).some((key) => key !== 'study');
  return (
    <>
      <PageHeader
        title={t('overview.title')}
        description={t('overview.description')}
        actions={
          canInstall && (
            <AddButton
              label={t('install.open')}
              onClick={() => {
                setInstalling(true);
              }}
            />
          )
        }
      />
      <SensorsTabs />
      <StateTabs state={state} initial={isInitial ? initial.counts : undefined} />
      <DataTable
        name="sensors"
        label={t('overview.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id, installationId }) => {
          router.push(installationId === null ? `/sources/${id}` : `/sensors/installations/${installationId}`);
        }}
        toolbar={<Filters state={state} site={site} canSeePlaces={canSeePlaces} />}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('overview.filteredTitle')}
              description={t('overview.filteredText')}
              action={{ label: t('overview.clear'), onClick: () => void setValues(null) }}
            />
          ) : (
            <EmptyState
              icon={<IconTemperature size={24} stroke={1.5} />}
              title={t('overview.emptyTitle')}
              description={t('overview.emptyText')}
            />
          )
        }
      />
      {isInstalling && (
        <InstallDialog
          node={null}
          room={null}
          onClose={() => {
            setInstalling(false);
          }}
        />
      )}
    </>
  );
}

interface StateTabsProps {
  readonly state: SensorFilterState;
  readonly initial: SensorCounts | undefined;
}

/** How sensors deliver, as a filter, each with its number. */
function StateTabs({ state: { filter, values, setValues }, initial }: StateTabsProps) {
  const t = useTranslations('sensorPages');
  const states = useTranslations('fidelity');
  const { study, site, room, model, text } = filter;
  const { data: counts } = useQuery({
    queryKey: ['sensors', 'counts', { study, site, room, model, text }],
    queryFn: ({ signal }) => fetchSensorCounts(filter, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    ...(initial ? { initialData: initial } : {}),
  });
  const of = (state: (typeof fidelityStates)[number]) => counts?.[state] ?? 0;
  const all = fidelityStates.reduce((sum, state) => sum + of(state), 0);
  return (
    <SegmentedControl
      mb="md"
      size="sm"
      style={{ maxWidth: '100%', overflowX: 'auto' }}
      aria-label={t('columns.state')}
      data={[
        { value: 'all', label: t('overview.all', { count: all }) },
        ...fidelityStates.map((state) => ({
          value: state,
          label: t('overview.counted', { state: states(`states.${state}`), count: of(state) }),
        })),
      ]}
      value={values.state ?? 'all'}
      onChange={(next) => void setValues({ state: fidelityStates.find((state) => state === next) ?? null })}
    />
  );
}

interface FiltersProps {
  readonly state: SensorFilterState;
  readonly site: SearchOption | null;
  readonly canSeePlaces: boolean;
}

function Filters({ state: { values, setValues }, site, canSeePlaces }: FiltersProps) {
  const t = useTranslations('sensorPages');
  return (
    <>
      <SearchField
        label={t('overview.search')}
        clearLabel={t('overview.clear')}
        value={values.text ?? ''}
        onSearch={(text) => void setValues({ text: text === '' ? null : text })}
      />
      {canSeePlaces && (
        <>
          <SearchSelect
            label={t('columns.site')}
            isLabelHidden
            placeholder={t('overview.anySite')}
            queryKey={['sensors', 'sites', 'choice']}
            search={searchSites}
            nothingFound={t('sites.none')}
            initial={site}
            value={values.site ?? ''}
            onChange={(id) => void setValues({ site: id === '' ? null : id, room: null })}
          />
          <Select
            aria-label={t('overview.placement')}
            placeholder={t('overview.anyPlacement')}
            clearable
            w={200}
            data={placements.map((value) => ({ value, label: t(`overview.${value}`) }))}
            value={values.place}
            onChange={(value) => void setValues({ place: placements.find((one) => one === value) ?? null })}
          />
        </>
      )}
    </>
  );
}
