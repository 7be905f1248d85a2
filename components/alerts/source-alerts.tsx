'use client';

import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { saidByCheck } from '#lib/sources/domain/alerts/built-in-words.ts';
import type { Source } from '#lib/sources/domain/source.ts';
import { AlertLevelBadge } from './alert-level.tsx';
import { fetchAlertPage, type AlertListView } from './alert-queries.ts';
import { useAlertActs } from './use-alert-acts.ts';

/** The open alerts of one source; nothing where it is well. */
export function SourceAlerts({ source, canManage }: { readonly source: Source; readonly canManage: boolean }) {
  const t = useTranslations('alerts');
  const href = useStudyHref();
  const acts = useAlertActs();
  const view: AlertListView = { filter: { state: 'open', source: source.id }, sort: 'level', order: 'desc' };
  const { data, error, refetch } = useQuery({
    queryKey: ['alerts', 'list', view, 'source'],
    queryFn: ({ signal }) => fetchAlertPage(view, null, signal),
    refetchInterval: 60_000,
  });
  // No alert means that the source is well: not to know is something else.
  if (!data && error) return <ErrorState error={error} title={t('title')} onRetry={() => void refetch()} />;
  if (!data || data.items.length === 0) return null;
  const history = `/alerts?state=all&text=${encodeURIComponent(source.identifier)}`;
  return (
    <Card component="section" aria-label={t('title')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {t('title')}
        </Title>
        <Anchor component={Link} href={href(history)} size="sm">
          {t('list.history')}
        </Anchor>
      </Group>
      <Stack gap="xs">
        {data.items.map((alert) => (
          <Group key={alert.id} gap="sm" wrap="wrap">
            <AlertLevelBadge level={alert.level} />
            <Text size="sm" style={{ flex: '1 1 12rem' }}>
              {saidByCheck(t, alert)}
            </Text>
            <Text size="sm" c="dimmed" component="span">
              {t('columns.since')} <RelativeTime at={alert.openedAt} />
            </Text>
            {canManage && alert.acknowledgedAt === null && (
              <Button
                size="compact-sm"
                variant="light"
                leftSection={<IconCheck size={14} />}
                aria-label={`${t('acts.acknowledge')}: ${saidByCheck(t, alert)}`}
                onClick={() => void acts.acknowledge({ ids: [alert.id] }, true)}
              >
                {t('acts.acknowledge')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
