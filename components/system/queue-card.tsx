'use client';

import { Badge, Card, Group, Table, Text, Title } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { NowData } from './system-data.ts';

interface QueueCardProps {
  readonly jobs: NowData['jobs'];
  readonly workers: number;
}

/** What the workers have before them, by kind of job. */
export function QueueCard({ jobs, workers }: QueueCardProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  return (
    <Card miw={280} id="queue">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {t('system.queue')}
        </Title>
        <Badge color={workers === 0 ? 'red' : 'cairn'}>{t('system.workers', { count: workers })}</Badge>
      </Group>
      {jobs.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('system.queueEmpty')}
        </Text>
      ) : (
        <Table fz="sm" aria-label={t('system.queue')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('system.job')}</Table.Th>
              <Table.Th ta="end">{t('system.jobWaiting')}</Table.Th>
              <Table.Th ta="end">{t('system.jobRunning')}</Table.Th>
              <Table.Th ta="end">{t('system.jobFailed')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {jobs.map(({ kind, waiting, running, failed }) => (
              <Table.Tr key={kind}>
                <Table.Td ff="monospace" fz="xs">
                  {kind}
                </Table.Td>
                <Table.Td ta="end">{format.number(waiting)}</Table.Td>
                <Table.Td ta="end">{format.number(running)}</Table.Td>
                <Table.Td ta="end">{format.number(failed)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}
