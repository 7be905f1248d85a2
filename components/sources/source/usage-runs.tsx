'use client';

import { Anchor, Modal, ScrollArea, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { UsageRun } from '#lib/passive/domain/views/view-results.ts';

const hourMs = 3_600_000;

/** A span of time in hours or minutes, as a person reads it. */
export function useDurationWords(): (ms: number) => string {
  const format = useFormatter();
  return (ms) => {
    const [value, unit] = ms >= hourMs ? [ms / hourMs, 'hour'] : [ms / 60_000, 'minute'];
    return format.number(value, { style: 'unit', unit, maximumFractionDigits: 1 });
  };
}

/** Opens the runs of the newest day: what was in front, from when, for how long. */
export function UsageRuns({ runs, title }: { readonly runs: readonly UsageRun[]; readonly title: string }) {
  const t = useTranslations('passive');
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Anchor component="button" type="button" size="xs" onClick={open} style={{ whiteSpace: 'nowrap' }}>
        {t('chart.runs', { count: runs.length })}
      </Anchor>
      <Modal opened={isOpen} onClose={close} size="lg" title={`${title}: ${t('chart.runsTitle')}`}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('chart.runsText')}
        </Text>
        <ScrollArea.Autosize
          mah="60vh"
          viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('chart.runsTitle') }}
        >
          <RunsTable runs={runs} />
        </ScrollArea.Autosize>
      </Modal>
    </>
  );
}

function RunsTable({ runs }: { readonly runs: readonly UsageRun[] }) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const duration = useDurationWords();
  const screen = (isActive: boolean | null) => (isActive === null ? '–' : t(isActive ? 'points.yes' : 'points.no'));
  return (
    <Table stickyHeader fz="sm" verticalSpacing={4} aria-label={t('chart.runsTitle')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('chart.runsStart')}</Table.Th>
          <Table.Th>{t('properties.application')}</Table.Th>
          <Table.Th>{t('properties.screen_active')}</Table.Th>
          <Table.Th ta="end">{t('properties.duration')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map(({ atMs, name, isScreenActive, durationMs }) => (
          <Table.Tr key={atMs}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              {format.dateTime(atMs, { dateStyle: 'short', timeStyle: 'medium' })}
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{name === '' ? t('chart.unnamed') : name}</Table.Td>
            <Table.Td>{screen(isScreenActive)}</Table.Td>
            <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
              {duration(durationMs)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
