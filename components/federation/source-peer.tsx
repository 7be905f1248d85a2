'use client';

import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconServer } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SourcePeer as WhereItIs } from '#lib/passive/domain/federation/peer.ts';
import type { Source } from '#lib/sources/domain/source.ts';
import { fetchSourcePeer, putSourcePeer } from './peer-data.ts';

interface SourcePeerProps {
  readonly source: Source;
  /** May bring it back. */
  readonly canAssign: boolean;
}

/** Which other server has the data of a source, and what it told of it; nothing for a source of this server. */
export function SourcePeer({ source, canAssign }: SourcePeerProps) {
  const t = useTranslations('federation');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const { data, error, refetch } = useQuery({
    queryKey: ['sources', 'peer', source.id],
    queryFn: ({ signal }) => fetchSourcePeer(source.id, signal),
    refetchInterval: 60_000,
  });
  // Whether it is a source of this server at all is not known then.
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null;
  const { peer, waitingPoints } = data;
  const bringBack = () => {
    confirm({
      title: t('source.backTitle'),
      message: t('source.backMessage', { name: peer.name }),
      action: t('source.back'),
      onConfirm: async () => {
        await putSourcePeer(source.id, null);
        await queries.invalidateQueries({ queryKey: ['sources'] });
      },
    });
  };
  return (
    <Alert icon={<IconServer size={18} />} color="gray" title={t('source.title', { name: peer.name })}>
      <Text size="sm">{t('source.waiting', { count: waitingPoints })}</Text>
      <Told where={data} />
      <Group mt="xs" gap="md">
        <Anchor href={new URL('/', peer.uploadUrl).href} size="sm">
          {t('source.open')}
        </Anchor>
        {canAssign && (
          <Button size="compact-sm" variant="default" onClick={bringBack}>
            {t('source.back')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function Told({ where: { statistics, statisticsError, askedAt } }: { readonly where: WhereItIs }) {
  const t = useTranslations('federation');
  const latest = statistics?.latest_point_created;
  if (statisticsError !== null) return <Text size="sm">{t('source.failed', { error: statisticsError })}</Text>;
  if (askedAt === null) return <Text size="sm">{t('source.notAsked')}</Text>;
  if (statistics === null || latest === null || latest === undefined) {
    return <Text size="sm">{t('source.toldNothing')}</Text>;
  }
  return (
    <Text size="sm" component="div">
      {t.rich('source.told', {
        count: statistics.point_count ?? 0,
        latest: () => <RelativeTime key="latest" at={new Date(latest * 1000)} />,
      })}
    </Text>
  );
}
