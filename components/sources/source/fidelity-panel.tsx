'use client';

import { Button, Card, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { FactList, type Facts } from './fact-list.tsx';
import { IntervalDialog } from './interval-dialog.tsx';
import { FidelityBadge } from './fidelity-badge.tsx';
import { fetchFidelity, fetchFidelityChanges, type SourceFidelity } from './fidelity-queries.ts';

const refreshMs = 60_000;
const panelHeightPx = 160;

/** Does the source deliver as it should, since when, and how was it before? */
export function FidelityPanel({ sourceId }: { readonly sourceId: string }) {
  const t = useTranslations('fidelity');
  const { data, error, refetch } = useQuery({
    queryKey: ['sources', 'fidelity', sourceId],
    queryFn: ({ signal }) => fetchFidelity(sourceId, signal),
    refetchInterval: refreshMs,
  });
  if (error && !data) return <ErrorState error={error} title={t('title')} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={panelHeightPx} />;
  return (
    <Card component="section" aria-label={t('title')}>
      <Stack gap="sm">
        <Group gap="sm">
          <Title order={2} size="h3">
            {t('title')}
          </Title>
          <FidelityBadge state={data.state} />
          <Text size="sm" c="dimmed">
            {t(`explain.${data.state}`)}
          </Text>
        </Group>
        <Facts fidelity={data} />
        <History sourceId={sourceId} />
      </Stack>
    </Card>
  );
}

function Facts({ fidelity }: { readonly fidelity: SourceFidelity }) {
  const t = useTranslations('fidelity');
  const format = useFormatter();
  const duration = useDuration();
  const { battery, signal } = fidelity.vitals;
  const facts: Facts = [
    [t('since'), <RelativeTime key="since" at={fidelity.sinceAt} never={t('notYet')} />],
    [t('lastContact'), <RelativeTime key="contact" at={fidelity.lastContactAt} never={t('notYet')} />],
    [t('expected'), <Expected key="expected" fidelity={fidelity} text={duration(fidelity.expectedIntervalS)} />],
    [t('missingAfter'), duration(fidelity.missingAfterS)],
    [t('deadAfter'), duration(fidelity.deadAfterS)],
    [t('checked'), <RelativeTime key="checked" at={fidelity.checkedAt} never={t('notYet')} />],
    ...(battery
      ? [
          [
            t('battery'),
            <Reading key="battery" text={`${format.number(battery.value)} ${battery.unit}`} at={battery.at} />,
          ] as const,
        ]
      : []),
    ...(signal
      ? [[t('signal'), <Reading key="signal" text={`SF${String(signal.spreadingFactor)}`} at={signal.at} />] as const]
      : []),
  ];
  return <FactList facts={facts} />;
}

/** How often it is expected to deliver, and, for who may, the way to decide that. */
function Expected({ fidelity, text }: { readonly fidelity: SourceFidelity; readonly text: string }) {
  const t = useTranslations('fidelity');
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      {text}
      {fidelity.ownIntervalS !== null && ` (${t('own')})`}
      {fidelity.mayDecide && (
        <Button
          variant="subtle"
          size="compact-xs"
          ml={4}
          onClick={() => {
            setEditing(true);
          }}
        >
          {t('change')}
        </Button>
      )}
      {isEditing && (
        <IntervalDialog
          fidelity={fidelity}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}

function Reading({ text, at }: { readonly text: string; readonly at: Date }) {
  return (
    <>
      {text} · <RelativeTime at={at} />
    </>
  );
}

/** Seconds in the largest unit that leaves no more than one decimal. */
function useDuration(): (seconds: number) => string {
  const t = useTranslations('fidelity');
  return (seconds) => {
    const count = (unitS: number) => Math.round((seconds / unitS) * 10) / 10;
    if (seconds < 120) return t('duration.seconds', { count: count(1) });
    if (seconds < 7200) return t('duration.minutes', { count: count(60) });
    if (seconds < 172_800) return t('duration.hours', { count: count(3600) });
    return t('duration.days', { count: count(86_400) });
  };
}

function History({ sourceId }: { readonly sourceId: string }) {
  const t = useTranslations('fidelity');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['sources', 'fidelity', sourceId, 'changes'],
    queryFn: ({ pageParam, signal }) => fetchFidelityChanges(sourceId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: refreshMs,
  });
  const changes = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div>
      <Title order={3} size="h4" mb={4}>
        {t('history')}
      </Title>
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={20} maw={520} aria-busy />}
      {data && changes.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noHistory')}
        </Text>
      )}
      {changes.length > 0 && (
        <Table aria-label={t('history')} withRowBorders={false} verticalSpacing={4} maw={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('when')}</Table.Th>
              <Table.Th>{t('from')}</Table.Th>
              <Table.Th>{t('to')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map(({ changedAt, fromState, toState }) => (
              <Table.Tr key={changedAt.toISOString()}>
                <Table.Td>
                  <Moment at={changedAt} />
                </Table.Td>
                <Table.Td>
                  <FidelityBadge state={fromState} />
                </Table.Td>
                <Table.Td>
                  <FidelityBadge state={toState} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </div>
  );
}
