'use client';

import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiPost, apiPut } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import type { Peer } from '#lib/passive/domain/federation/peer.ts';

const textFields = ['name', 'uploadUrl', 'metadataUrl'] as const;
const hints = { name: null, uploadUrl: 'uploadUrlHint', metadataUrl: 'metadataUrlHint' } as const;

interface PeerFormProps {
  readonly studyId: string;
  /** Null: a new one. */
  readonly peer: Peer | null;
}

/** What a server is called, where it takes data and tells statistics, and the key it wants to see. */
export function PeerForm({ studyId, peer }: PeerFormProps) {
  const t = useTranslations('federation');
  const queries = useQueryClient();
  const act = useAct();
  const [texts, setTexts] = useState({
    name: peer?.name ?? '',
    uploadUrl: peer?.uploadUrl ?? '',
    metadataUrl: peer?.metadataUrl ?? '',
  });
  const [key, setKey] = useState('');
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const metadataUrl = texts.metadataUrl.trim() === '' ? null : texts.metadataUrl;
    const body = { ...texts, metadataUrl, ...(key === '' ? {} : { requestKey: key }) };
    const path = `studies/${studyId}/peers`;
    if (!(await act.run(() => (peer ? apiPut(`${path}/${peer.id}`, body) : apiPost(path, body))))) return;
    await queries.invalidateQueries({ queryKey: ['peers'] });
    modals.closeAll();
  };
  return (
    <form onSubmit={(event) => void submit(event)} autoComplete="off">
      <Stack>
        {textFields.map((field) => {
          const hint = hints[field];
          return (
            <TextInput
              key={field}
              label={t(field)}
              description={hint === null ? undefined : t(hint)}
              value={texts[field]}
              error={act.fields[field]}
              required={field !== 'metadataUrl'}
              data-autofocus={field === 'name' || undefined}
              onChange={({ currentTarget }) => {
                setTexts((before) => ({ ...before, [field]: currentTarget.value }));
              }}
            />
          );
        })}
        <PasswordInput
          label={t('key')}
          description={t(peer?.hasRequestKey ? 'keyKept' : 'keyHint')}
          value={key}
          error={act.fields['requestKey']}
          autoComplete="off"
          onChange={({ currentTarget }) => {
            setKey(currentTarget.value);
          }}
        />
        <Failure act={act} fieldsShown={[...textFields, 'requestKey']} />
        <FormActions
          cancel={t('cancel')}
          submit={t('save')}
          onCancel={() => {
            modals.closeAll();
          }}
          isRunning={act.isRunning}
        />
      </Stack>
    </form>
  );
}
