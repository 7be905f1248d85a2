'use client';

import { Alert, Anchor, Card, Group, SimpleGrid, Stack, Tabs, Text, Title } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { ImportSummary } from '#lib/registry/domain/import-record.ts';
import type { ImportData } from './import-data.ts';
import { reportUrl } from './import-queries.ts';
import { ReportRows } from './report-rows.tsx';
import { ReportUnits } from './report-units.tsx';

interface ImportReportProps {
  readonly of: ImportData;
  readonly report: ImportSummary;
  /** Something was chosen otherwise since. */
  readonly isOld: boolean;
}

const numbers = ['created', 'updated', 'unchanged', 'refused'] as const;

/** A report in numbers, and row by row. */
export function ImportReport({ of, report, isOld }: ImportReportProps) {
  const t = useTranslations('imports');
  const format = useFormatter();
  return (
    <Stack gap="md" component="section" aria-labelledby="import-report">
      <Group justify="space-between">
        <Title order={3} size="h5" id="import-report">
          {t(of.state === 'imported' || of.state === 'undone' ? 'report.done' : 'report.would')}
        </Title>
        <Group gap="md">
          {(['csv', 'json'] as const).map((kind) => (
            <Anchor key={kind} href={reportUrl(of.id, kind)} size="sm" download>
              {t('report.download', { format: kind.toUpperCase() })}
            </Anchor>
          ))}
        </Group>
      </Group>
      {isOld && (
        <Alert variant="default" role="status">
          {t('report.old')}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {numbers.map((member) => (
          <Card key={member} padding="sm">
            <Text size="sm" c="dimmed" fw={500}>
              {t(`report.${member}`)}
            </Text>
            <Text fz="h2" fw={600} {...(member === 'refused' && report.refused > 0 && { c: 'var(--cairn-bad)' })}>
              {format.number(report[member])}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
      <Tabs defaultValue={report.rowCount > 0 ? 'rows' : 'units'} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="rows">{t('report.rows', { count: report.rowCount })}</Tabs.Tab>
          <Tabs.Tab value="units">
            {t('report.units', { count: report.created + report.updated + report.unchanged })}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rows" pt="md">
          <ReportRows of={of} report={report} />
        </Tabs.Panel>
        <Tabs.Panel value="units" pt="md">
          <ReportUnits of={of} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
