'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiDelete } from '#components/ui/api-client.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { Peer } from '#lib/passive/domain/federation/peer.ts';
import { fetchPeers } from './peer-data.ts';
import { PeerForm } from './peer-form.tsx';

/** The servers that sources of a study can be given to: added, changed, removed, with how forwarding goes. */
export function StudyPeers({ studyId }: { readonly studyId: string }) {
  const t = useTranslations('federation');
  const { data, error, refetch } = useQuery({
    queryKey: ['peers', studyId],
    queryFn: ({ signal }) => fetchPeers(studyId, signal),
    refetchInterval: 60_000,
  });
  const edit = (peer: Peer | null) => {
    modals.open({
      title: t(peer === null ? 'addTitle' : 'editTitle'),
      size: 'lg',
      children: <PeerForm studyId={studyId} peer={peer} />,
    });
  };
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Stack>
      {!data && <Skeleton height={22} aria-busy />}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      )}
      {data?.map((peer) => (
        <PeerRow key={peer.id} peer={peer} onEdit={edit} />
      ))}
      <Group>
        <Button
          variant="default"
          onClick={() => {
            edit(null);
          }}
        >
          {t('add')}
        </Button>
      </Group>
    </Stack>
  );
}

interface PeerRowProps {
  readonly peer: Peer;
  readonly onEdit: (peer: Peer) => void;
}

function PeerRow({ peer, onEdit }: PeerRowProps) {
  const t = useTranslations('federation');
  const queries = useQueryClient();
  const act = useAct();
  const { id, studyId, name, sources, forwardedPoints, waitingPoints, lastError, uploadUrl } = peer;
  const remove = async () => {
    if (await act.run(() => apiDelete(`studies/${studyId}/peers/${id}`))) {
      await queries.invalidateQueries({ queryKey: ['peers'] });
    }
  };
  return (
    <div>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
          <Text fw={560} size="sm">
            {name}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {uploadUrl}
          </Text>
          <Text size="sm">{t('facts', { sources, sent: forwardedPoints, waiting: waitingPoints })}</Text>
          {lastError !== null && (
            <Text size="sm" c="var(--cairn-bad)">
              {t('failing', { error: lastError })}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            aria-label={t('changeThis', { name })}
            onClick={() => {
              onEdit(peer);
            }}
          >
            {t('edit')}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={t('removeThis', { name })}
            loading={act.isRunning}
            onClick={() => void remove()}
          >
            {t('remove')}
          </Button>
        </Group>
      </Group>
      <Failure act={act} />
    </div>
  );
}
