'use client';

import { Badge, Button, Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useChosenStudy } from '#components/shell/use-chosen-study.tsx';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { NudgeStatus } from '#lib/passive/domain/nudges/nudge.ts';
import { fetchNudgeStatus } from './nudge-queries.ts';
import { NudgeFailures } from './nudge-failures.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { useNudge } from './use-nudge.ts';

interface NudgesViewProps {
  readonly studies: readonly { readonly key: string; readonly name: string }[];
}

/** Who can be woken, when it is done, and where it fails. */
export function NudgesView({ studies }: NudgesViewProps) {
  const t = useTranslations('nudges');
  const tSources = useTranslations('sources');
  const href = useStudyHref();
  const { study, chooser } = useChosenStudy(studies, t('study'));
  const nudge = useNudge();
  return (
    <Stack gap="md">
      <PageHeader
        title={t('title')}
        description={t('description')}
        crumbs={[{ label: tSources('list.title'), href: href('/sources') }]}
        actions={
          <>
            {chooser}
            {study && (
              <Button leftSection={<IconBellRinging size={16} />} onClick={() => void nudge({ study: study.key })}>
                {t('start')}
              </Button>
            )}
          </>
        }
      />
      {study ? (
        <StudyNudges key={study.key} study={study.key} />
      ) : (
        <EmptyState title={t('noStudy')} description={t('noStudyText')} />
      )}
    </Stack>
  );
}

function StudyNudges({ study }: { readonly study: string }) {
  const t = useTranslations('nudges');
  const { data, error, refetch } = useQuery({
    queryKey: ['nudges', 'status', study],
    queryFn: ({ signal }) => fetchNudgeStatus(study, signal),
    refetchInterval: 60_000,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card component="section" aria-label={t('tokens.title')}>
          {data ? <Tokens status={data} /> : <Skeleton h={180} />}
        </Card>
        <Card component="section" aria-label={t('schedule.title')}>
          <Title order={2} size="h3" mb="sm">
            {t('schedule.title')}
          </Title>
          {data ? <ScheduleForm study={study} status={data} /> : <Skeleton h={180} />}
        </Card>
      </SimpleGrid>
      <NudgeFailures study={study} />
    </>
  );
}

function Tokens({ status: { tokens, services } }: { readonly status: NudgeStatus }) {
  const t = useTranslations('nudges');
  const format = useFormatter();
  const isMissing = !services.fcm || !services.apns;
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">
        {t('tokens.title')}
      </Title>
      {(['usable', 'failing', 'dead'] as const).map((kind) => (
        <Text key={kind} size="sm">
          <Text span fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {format.number(tokens[kind])}
          </Text>{' '}
          {t(`tokens.${kind}`)}
        </Text>
      ))}
      <Title order={3} size="h4" mt="sm">
        {t('services.title')}
      </Title>
      {(['fcm', 'apns'] as const).map((service) => (
        <Group key={service} gap="xs">
          <Text size="sm">{t(`services.${service}`)}</Text>
          <Badge variant="default" style={services[service] ? { color: 'var(--cairn-ok)' } : {}}>
            {t(services[service] ? 'services.on' : 'services.off')}
          </Badge>
        </Group>
      ))}
      {isMissing && (
        <Text size="xs" c="dimmed">
          {t('services.hint')}
        </Text>
      )}
    </Stack>
  );
}
