'use client';

import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiGet, apiPut } from '#components/ui/api-client.ts';
import { Moment } from '#components/ui/relative-time.tsx';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';

const stateSchema = z.object({ setAt: z.coerce.date().nullable() });

/** The key with which peer servers ask for statistics: set, replaced and removed, never shown. */
export function StudyRequestKey({ studyId }: { readonly studyId: string }) {
  const t = useTranslations('accounts');
  const queries = useQueryClient();
  const act = useAct();
  const [key, setKey] = useState('');
  const path = `studies/${studyId}/request-key`;
  const { data } = useQuery({ queryKey: [path], queryFn: ({ signal }) => apiGet(path, stateSchema, { signal }) });
  const save = async (requestKey: string | null) => {
    const isDone = await act.run(() => apiPut(path, { requestKey }));
    if (!isDone) return;
    setKey('');
    await queries.invalidateQueries({ queryKey: [path] });
  };
  return (
    <Stack>
      {data && (
        <Text size="sm">
          {data.setAt === null ? (
            t('peers.closed')
          ) : (
            <>
              {t('peers.open')} <Moment at={data.setAt} />
            </>
          )}
        </Text>
      )}
      <PasswordInput
        label={t('peers.key')}
        description={t('peers.keyHint')}
        autoComplete="off"
        value={key}
        error={act.fields['requestKey']}
        onChange={(event) => {
          setKey(event.currentTarget.value);
        }}
      />
      <Failure act={act} fieldsShown={['requestKey']} />
      <Group>
        <Button loading={act.isRunning} disabled={key.trim() === ''} onClick={() => void save(key)}>
          {t('save')}
        </Button>
        {data?.setAt && (
          <Button variant="default" onClick={() => void save(null)}>
            {t('peers.remove')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
