'use client';

import { Card, Table, Text, Title } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { NowData } from './system-data.ts';

/** Plug-ins whose hooks threw, with the last error of each. */
export function PluginsCard({ plugins }: { readonly plugins: NowData['plugins'] }) {
  const t = useTranslations('shell');
  const format = useFormatter();
  return (
    <Card miw={280}>
      <Title order={2} size="h3" mb="xs">
        {t('system.plugins.title')}
      </Title>
      <Table.ScrollContainer minWidth={480}>
        <Table fz="sm" aria-label={t('system.plugins.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('system.plugins.plugin')}</Table.Th>
              <Table.Th>{t('system.plugins.process')}</Table.Th>
              <Table.Th ta="end">{t('system.plugins.errors')}</Table.Th>
              <Table.Th>{t('system.plugins.last')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plugins.map(({ plugin, process, errorCount, lastHook, lastError, lastErrorAt }) => (
              <Table.Tr key={`${process} ${plugin}`}>
                <Table.Td>{plugin}</Table.Td>
                <Table.Td>{process}</Table.Td>
                <Table.Td ta="end">{format.number(errorCount)}</Table.Td>
                <Table.Td>
                  <Text size="xs" ff="monospace">
                    {lastHook}: {lastError}
                  </Text>
                  {lastErrorAt !== null && <RelativeTime at={lastErrorAt} />}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
