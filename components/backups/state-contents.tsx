'use client';

import { Code, Stack, Table, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { BackedUpTable, BackupState } from '#lib/exports/domain/backup.ts';

/** What a state has of each table: rows, the days that are sealed apart, and pieces. */
export function StateContents({ state }: { readonly state: BackupState }) {
  const t = useTranslations('backups');
  const format = useFormatter();
  return (
    <Stack gap="sm">
      <Text size="sm">{t.rich('contentsHint', { name: () => <Code key="name">{state.name}</Code> })}</Text>
      <Table.ScrollContainer
        minWidth={520}
        maxHeight="60vh"
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('contents') } }}
      >
        <Table aria-label={t('contents')} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('contentColumns.table')}</Table.Th>
              <Table.Th ta="end">{t('contentColumns.rows')}</Table.Th>
              <Table.Th ta="end">{t('contentColumns.windows')}</Table.Th>
              <Table.Th>{t('contentColumns.days')}</Table.Th>
              <Table.Th ta="end">{t('contentColumns.pieces')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {state.tables.map((table) => (
              <Table.Tr key={table.table}>
                <Table.Td>
                  <Code>{table.table}</Code>
                </Table.Td>
                <Table.Td ta="end">{format.number(table.rows)}</Table.Td>
                <Table.Td ta="end">{format.number(table.windows)}</Table.Td>
                <Table.Td>
                  <Days table={table} />
                </Table.Td>
                <Table.Td ta="end">{format.number(table.pieces)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

function Days({ table: { firstDay, lastDay } }: { readonly table: BackedUpTable }) {
  const t = useTranslations('backups');
  const format = useFormatter();
  if (firstDay === null || lastDay === null) return t('takenWhole');
  const day = (text: string) =>
    format.dateTime(new Date(`${text}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  return firstDay === lastDay ? day(firstDay) : t('days', { from: day(firstDay), to: day(lastDay) });
}
