'use client';

import { Stack, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import { fetchReport } from './pyramid-queries.ts';

interface Counted {
  readonly name: string;
  readonly count: number;
}

/** The numbers of a version's units: by status, by type, by group. */
export function VersionCounts({ versionId }: { readonly versionId: string }) {
  const t = useTranslations('pyramids');
  const { data, error, refetch } = useQuery({
    queryKey: ['pyramids', 'report', versionId],
    queryFn: ({ signal }) => fetchReport(versionId, signal),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <TableSkeleton />;
  return (
    <Stack>
      <CountTable
        title={t('report.status')}
        rows={[
          { name: t('report.all'), count: data.unitCount },
          { name: t('report.new'), count: data.newCount },
          { name: t('report.valid'), count: data.validCount },
          { name: t('report.rejected'), count: data.rejectedCount },
          { name: t('report.withLocation'), count: data.withLocation },
          { name: t('report.withShape'), count: data.withShape },
        ]}
      />
      <CountTable
        title={t('report.type')}
        rows={data.byType.map(({ name, count }) => ({ name: name ?? t('report.noType'), count }))}
      />
      <CountTable
        title={t('report.group')}
        rows={data.byGroup.map(({ name, count }) => ({ name: name ?? '', count }))}
      />
    </Stack>
  );
}

function CountTable({ title, rows }: { readonly title: string; readonly rows: readonly Counted[] }) {
  const t = useTranslations('pyramids');
  const format = useFormatter();
  if (rows.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      <Table aria-label={title} withRowBorders={false} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th ta="end">{t('units')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, count }, place) => (
            <Table.Tr key={`${name} ${String(place)}`}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
              <Table.Td ta="end">{format.number(count)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
