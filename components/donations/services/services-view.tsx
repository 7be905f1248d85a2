'use client';

import { Badge, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SideDrawer } from '#components/ui/side-drawer.tsx';
import type { Service } from '#lib/donations/domain/service.ts';
import { ServiceForm } from './service-form.tsx';
import { fetchServices } from './service-queries.ts';

/** Word in the address that opens an empty form; no slug, for those have two letters. */
const newOne = '+';

/** Services whose archives can be donated: which are offered, and what participants read about them. */
export function ServicesView({ initial }: { readonly initial: readonly Service[] }) {
  const t = useTranslations('donationServices');
  const tDonations = useTranslations('donations');
  const href = useStudyHref();
  const queries = useQueryClient();
  const [edited, setEdited] = useQueryState('service', parseAsString);
  const { data: services } = useQuery({
    queryKey: ['donations', 'services'],
    queryFn: ({ signal }) => fetchServices(signal),
    initialData: [...initial],
    staleTime: 30_000,
  });
  const columns = useServiceColumns();
  const current = services.find(({ slug }) => slug === edited) ?? null;
  const close = () => void setEdited(null);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        crumbs={[{ label: tDonations('title'), href: href('/donations') }]}
        actions={<AddButton label={t('add')} onClick={() => void setEdited(newOne)} />}
      />
      <DataTable
        name="donation-services"
        label={t('label')}
        columns={columns}
        rows={services}
        rowId={({ slug }) => slug}
        onOpen={({ slug }) => void setEdited(slug)}
        empty={<EmptyState title={t('emptyTitle')} description={t('emptyText')} />}
      />
      <SideDrawer
        opened={current !== null || edited === newOne}
        onClose={close}
        position="right"
        size="xl"
        title={current ? t('editTitle', { name: current.name }) : t('add')}
      >
        <ServiceForm
          key={edited ?? ''}
          service={current}
          taken={services.map(({ slug }) => slug)}
          onClose={close}
          onSaved={async () => {
            await queries.invalidateQueries({ queryKey: ['donations', 'services'] });
            close();
          }}
        />
      </SideDrawer>
    </>
  );
}

function useServiceColumns(): readonly TableColumn<Service>[] {
  const t = useTranslations('donationServices');
  return useMemo((): TableColumn<Service>[] => {
    return [
      {
        id: 'name',
        header: t('name'),
        isFixed: true,
        widthPx: 220,
        csv: ({ name }) => name,
        cell: ({ name }) => (
          <Text size="sm" fw={560} truncate>
            {name}
          </Text>
        ),
      },
      {
        id: 'offered',
        header: t('offered'),
        widthPx: 150,
        csv: ({ isOffered }) => String(isOffered),
        cell: ({ isOffered }) => (
          <Badge variant="default" style={isOffered ? { color: 'var(--cairn-ok)' } : {}}>
            {t(isOffered ? 'isOffered' : 'isNotOffered')}
          </Badge>
        ),
      },
      {
        id: 'reading',
        header: t('reading'),
        widthPx: 200,
        csv: ({ hasImporter }) => String(hasImporter),
        cell: ({ hasImporter }) => <Text size="sm">{t(hasImporter ? 'isRead' : 'isKept')}</Text>,
      },
      {
        id: 'endings',
        header: t('extensions'),
        widthPx: 160,
        csv: ({ extensions }) => extensions.join(' '),
        cell: ({ extensions }) => (
          <Group gap={4}>
            <Text size="sm">{extensions.join(', ')}</Text>
          </Group>
        ),
      },
      {
        id: 'priority',
        header: t('priority'),
        widthPx: 90,
        align: 'end',
        csv: ({ priority }) => priority,
        cell: ({ priority }) => priority,
      },
    ];
  }, [t]);
}
