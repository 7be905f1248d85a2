'use client';

import { Anchor, Badge, Group, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import type { SiteRow } from '#lib/sensors/domain/installed-node.ts';
import { fetchSites, type SitePage } from '../overview/overview-queries.ts';
import { SensorsTabs } from '../sensors-tabs.tsx';
import { SiteForm } from './site-form.tsx';

interface SitesViewProps {
  readonly initial: { readonly text: string | null; readonly page: SitePage };
  readonly canEdit: boolean;
}

/** The sites with sensors of the organization. */
export function SitesView({ initial, canEdit }: SitesViewProps) {
  const t = useTranslations('sensorPages');
  const router = useRouter();
  const [text, setText] = useQueryState('text', parseAsString);
  const [isAdding, setAdding] = useState(false);
  const list = usePagedList({
    queryKey: ['sensors', 'sites', 'list', text],
    fetchPage: (cursor, signal) => fetchSites(text, cursor, signal),
    initial: text === initial.text ? initial.page : undefined,
  });
  const columns = useSiteColumns();
  const add = {
    label: t('sites.add'),
    onClick: () => {
      setAdding(true);
    },
  };
  return (
    <>
      <PageHeader
        title={t('sites.title')}
        description={t('sites.about')}
        actions={canEdit && <AddButton label={add.label} onClick={add.onClick} />}
      />
      <SensorsTabs />
      <DataTable
        name="sites"
        label={t('sites.title')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          router.push(`/sensors/sites/${id}`);
        }}
        toolbar={
          <SearchField
            label={t('sites.search')}
            clearLabel={t('overview.clear')}
            value={text ?? ''}
            onSearch={(next) => void setText(next === '' ? null : next)}
          />
        }
        empty={
          <EmptyState
            icon={<IconBuilding size={24} stroke={1.5} />}
            title={t(text === null ? 'sites.emptyTitle' : 'sites.none')}
            description={t('sites.emptyText')}
            {...(canEdit && text === null ? { action: add } : {})}
          />
        }
      />
      {isAdding && (
        <SiteForm
          site={null}
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

function useSiteColumns(): readonly TableColumn<SiteRow>[] {
  const t = useTranslations('sensorPages');
  return useMemo(
    (): TableColumn<SiteRow>[] => [
      {
        id: 'name',
        header: t('columns.site'),
        isFixed: true,
        widthPx: 200,
        csv: ({ name }) => name,
        cell: ({ id, name, isPublic }) => (
          <Group gap={6} wrap="nowrap" miw={0}>
            <Anchor component={Link} href={`/sensors/sites/${id}`} size="sm" fw={560} truncate>
              {name}
            </Anchor>
            {isPublic && (
              <Badge size="sm" variant="default">
                {t('isPublic')}
              </Badge>
            )}
          </Group>
        ),
      },
      {
        id: 'address',
        header: t('sites.address'),
        widthPx: 240,
        csv: ({ address }) => address,
        cell: ({ address }) => (
          <Text size="sm" truncate>
            {address === '' ? '–' : address}
          </Text>
        ),
      },
      {
        id: 'rooms',
        header: t('sites.rooms'),
        widthPx: 90,
        align: 'end',
        csv: ({ roomCount }) => roomCount,
        cell: ({ roomCount }) => <Text size="sm">{roomCount}</Text>,
      },
      {
        id: 'nodes',
        header: t('sites.sensors'),
        widthPx: 100,
        align: 'end',
        csv: ({ nodeCount }) => nodeCount,
        cell: ({ id, nodeCount }) => (
          <Anchor component={Link} href={`/sensors?site=${id}`} size="sm">
            {nodeCount}
          </Anchor>
        ),
      },
      {
        id: 'zone',
        header: t('sites.zone'),
        widthPx: 150,
        csv: ({ timeZone }) => timeZone,
        cell: ({ timeZone }) => (
          <Text size="sm" truncate>
            {timeZone}
          </Text>
        ),
      },
    ],
    [t],
  );
}
