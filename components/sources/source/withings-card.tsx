'use client';

import { Alert, Badge, Button, Card, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { apiDelete, apiGet, apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import {
  withingsOfSourceSchema,
  type WithingsLinkState,
  type WithingsOfSource,
} from '#lib/passive/domain/withings/link-state.ts';
import { showFailure } from '../use-bulk-act.tsx';
import { FactList, type Facts } from './fact-list.tsx';

const refreshMs = 60_000;

interface WithingsCardProps {
  readonly sourceId: string;
  readonly initial: WithingsOfSource;
}

/** The participant's Withings account: how to link one, whether it is read, and the way out. */
export function WithingsCard({ sourceId, initial }: WithingsCardProps) {
  const t = useTranslations('withings');
  const { data } = useQuery({
    queryKey: keyOf(sourceId),
    queryFn: ({ signal }) => apiGet(`sources/${sourceId}/withings`, withingsOfSourceSchema, { signal }),
    initialData: initial,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  const { link, startUrl, mayManage } = data;
  // Nothing that the viewer could see or do.
  if (link === null && (startUrl === null || !mayManage)) return null;
  return (
    <Card component="section" aria-label={t('title')}>
      <Stack gap="sm">
        <Group gap="sm">
          <Title order={2} size="h3">
            {t('title')}
          </Title>
          <StateBadge link={link} />
        </Group>
        {link && <LinkFacts link={link} isRead={startUrl !== null} />}
        {startUrl !== null && mayManage && <StartAddress url={startUrl} isLinked={link !== null} />}
        {link && mayManage && <LinkActions sourceId={sourceId} canPull={startUrl !== null} />}
      </Stack>
    </Card>
  );
}

function keyOf(sourceId: string): readonly string[] {
  return ['sources', 'withings', sourceId];
}

function StateBadge({ link }: Pick<WithingsOfSource, 'link'>) {
  const t = useTranslations('withings');
  const state = link === null ? 'none' : link.failure === null ? 'linked' : 'failing';
  const colour = { none: 'var(--mantine-color-dimmed)', linked: 'var(--cairn-ok)', failing: 'var(--cairn-bad)' }[state];
  return (
    <Badge variant="default" style={{ color: colour }}>
      {t(`states.${state}`)}
    </Badge>
  );
}

interface LinkFactsProps {
  readonly link: WithingsLinkState;
  /** The installation still reads accounts. */
  readonly isRead: boolean;
}

function LinkFacts({ link, isRead }: LinkFactsProps) {
  const t = useTranslations('withings');
  const facts: Facts = [
    [t('linkedAt'), <Moment key="linked" at={link.linkedAt} />],
    [t('lastPull'), <RelativeTime key="last" at={link.lastFetchAt} never={t('notYet')} />],
    [t('until'), <Moment key="until" at={link.fetchedUntil} />],
    ...(isRead ? [[t('nextPull'), <RelativeTime key="next" at={link.nextFetchAt} />] as const] : []),
    ...(link.userId === null ? [] : [[t('account'), link.userId] as const]),
  ];
  return (
    <>
      {link.failure !== null && (
        <Alert color="red" title={t('failed')}>
          {link.failure}
        </Alert>
      )}
      {!isRead && <Alert color="gray">{t('notRead')}</Alert>}
      <FactList facts={facts} />
    </>
  );
}

/** Where the participant says yes; linking again takes the place of what was linked. */
function StartAddress({ url, isLinked }: { readonly url: string; readonly isLinked: boolean }) {
  const t = useTranslations('withings');
  return (
    <div>
      <Text size="sm" mb={4} maw="65ch">
        {t(isLinked ? 'againHint' : 'startHint')}
      </Text>
      <Group gap="xs">
        <Code maw="100%" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}

function LinkActions({ sourceId, canPull }: { readonly sourceId: string; readonly canPull: boolean }) {
  const t = useTranslations('withings');
  const confirm = useConfirm();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: keyOf(sourceId) });
  const pull = useMutation({
    mutationFn: () => apiPost(`sources/${sourceId}/withings/pull`, {}),
    onSuccess: async () => {
      notifications.show({ message: t('pullSoon'), color: 'cairn' });
      await again();
    },
    onError: showFailure,
  });
  const unlink = () => {
    confirm({
      title: t('unlinkTitle'),
      message: t('unlinkMessage'),
      action: t('unlink'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`sources/${sourceId}/withings`);
        await again();
      },
    });
  };
  return (
    <Group gap="xs">
      {canPull && (
        <Button
          size="xs"
          variant="default"
          loading={pull.isPending}
          onClick={() => {
            pull.mutate();
          }}
        >
          {t('pull')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={unlink}>
        {t('unlink')}
      </Button>
    </Group>
  );
}
