'use client';

import { Button, Group, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { studyViewSchema } from '#lib/accounts/domain/study.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';

/** A key that fits the name, until the person types their own. */
function suggestKey(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}

/** Name and key of a new study; then on to its settings. */
export function CreateStudyForm() {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const [name, setName] = useState('');
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const key = typedKey ?? suggestKey(name);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    await act.run(async () => {
      const study = await apiPost('studies', { name, key }, studyViewSchema);
      modals.closeAll();
      router.push(`/settings/studies/${study.key}`);
    });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t('studies.name')}
          required
          maxLength={120}
          data-autofocus
          value={name}
          error={act.fields['name']}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t('studies.key')}
          description={t('studies.keyHint')}
          required
          maxLength={40}
          value={key}
          error={act.fields['key']}
          onChange={(event) => {
            setTypedKey(event.currentTarget.value);
          }}
        />
        <Failure act={act} fieldsShown={['name', 'key']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning}>
            {t('studies.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
