'use client';

import { Button, Switch, Table, Text } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import { heldMonthSchema, type HeldMonth } from '#lib/passive/domain/cold-month.ts';
import { startFreeze } from './retention-queries.ts';

/** Months whose points are in the database, and the way out of it for those that are over. */
export function HeldMonths({ initial }: { readonly initial: readonly HeldMonth[] }) {
  const t = useTranslations('retention');
  const [isDropped, setDropped] = useState(false);
  const { data: months } = useQuery({
    queryKey: ['held-months'],
    queryFn: async ({ signal }) => (await apiGet('installation/months', pageSchema(heldMonthSchema), { signal })).items,
    initialData: [...initial],
    staleTime: 30_000,
  });
  return (
    <SectionCard title={t('months.title')} description={t('months.description')}>
      {months.length === 0 ? (
        <Text size="sm">{t('months.none')}</Text>
      ) : (
        <>
          <Switch
            label={t('months.drop')}
            description={t('months.dropHint')}
            checked={isDropped}
            onChange={(event) => {
              setDropped(event.currentTarget.checked);
            }}
          />
          <MonthTable months={months} isDropped={isDropped} />
        </>
      )}
    </SectionCard>
  );
}

interface MonthTableProps {
  readonly months: readonly HeldMonth[];
  readonly isDropped: boolean;
}

function MonthTable({ months, isDropped }: MonthTableProps) {
  const t = useTranslations('retention');
  const format = useFormatter();
  const size = useSizeLabel();
  const nameOf = (month: string) =>
    format.dateTime(new Date(`${month}-01T00:00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label={t('months.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('months.month')}</Table.Th>
            <Table.Th ta="end">{t('months.points')}</Table.Th>
            <Table.Th ta="end">{t('months.size')}</Table.Th>
            <Table.Th ta="end">{t('months.leave')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {months.map((held) => (
            <Table.Tr key={held.month}>
              <Table.Td>{nameOf(held.month)}</Table.Td>
              <Table.Td ta="end">{held.points === 0 ? '–' : format.number(held.points)}</Table.Td>
              <Table.Td ta="end">{size(held.sizeBytes)}</Table.Td>
              <Table.Td ta="end">
                {held.isOver ? (
                  <FreezeButton month={held.month} name={nameOf(held.month)} isDropped={isDropped} />
                ) : (
                  <Text size="sm" c="dimmed">
                    {t('months.notOver')}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface FreezeButtonProps {
  readonly month: string;
  readonly name: string;
  readonly isDropped: boolean;
}

function FreezeButton({ month, name, isDropped }: FreezeButtonProps) {
  const t = useTranslations('retention');
  const router = useRouter();
  const confirm = useConfirm();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconSnowflake size={14} />}
      aria-label={t('months.freezeThis', { month: name })}
      onClick={() => {
        confirm({
          title: t('months.freezeTitle', { month: name }),
          message: t(isDropped ? 'months.freezeAndDrop' : 'months.freezeMessage'),
          action: t('months.freeze'),
          onConfirm: async () => {
            router.push(`/tasks/${await startFreeze({ month, isDropped })}`);
          },
        });
      }}
    >
      {t('months.freeze')}
    </Button>
  );
}
