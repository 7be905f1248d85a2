'use client';

import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { Source } from '#lib/sources/domain/source.ts';
import { fetchPeers, putSourcePeer } from './peer-data.ts';

interface GiveDialogProps {
  readonly source: Source;
  readonly onClose: () => void;
}

/** Asks which server a source is given to, and says what that means. */
export function GiveDialog({ source, onClose }: GiveDialogProps) {
  const t = useTranslations('federation');
  const queries = useQueryClient();
  const act = useAct();
  const [peerId, setPeerId] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['peers', source.studyId],
    queryFn: ({ signal }) => fetchPeers(source.studyId, signal),
  });
  const give = async () => {
    if (!(await act.run(() => putSourcePeer(source.id, peerId)))) return;
    await queries.invalidateQueries({ queryKey: ['sources'] });
    onClose();
  };
  return (
    <Stack>
      <Text size="sm">{t('source.message', { identifier: source.identifier })}</Text>
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 ? (
        <Text size="sm">{t('source.noServers')}</Text>
      ) : (
        <Select
          label={t('source.server')}
          disabled={!data}
          data={(data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={peerId}
          onChange={setPeerId}
        />
      )}
      <Failure act={act} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('cancel')}
        </Button>
        <Button loading={act.isRunning} disabled={peerId === null} onClick={() => void give()}>
          {t('source.give')}
        </Button>
      </Group>
    </Stack>
  );
}
