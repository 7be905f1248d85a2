'use client';

import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiPost } from '#components/ui/api-client.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { CopyField } from '../copy-field.tsx';
import { Failure } from '../failure.tsx';
import type { StudyChoice } from '../people/placement-fields.tsx';
import { VerbChoice } from '../roles/verb-choice.tsx';
import { useAct } from '../use-act.ts';

interface CreateTokenFormProps {
  readonly held: readonly Verb[];
  readonly studies: readonly StudyChoice[];
  readonly canUseEverywhere: boolean;
}

const createdSchema = z.object({ token: z.string() });
const lives = ['7', '30', '90', '366'] as const;
const everyStudy = '*';

/** What the program is called and may do; then the token, this once. */
export function CreateTokenForm({ held, studies, canUseEverywhere }: CreateTokenFormProps) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<Verb>>(new Set());
  const [lifeDays, setLifeDays] = useState<string>('90');
  const [study, setStudy] = useState(canUseEverywhere ? everyStudy : (studies[0]?.id ?? ''));
  const [token, setToken] = useState<string | null>(null);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const studyId = study === everyStudy ? null : study;
    const body = { name, scopes: [...scopes], studyId, lifeDays: Number(lifeDays) };
    await act.run(async () => {
      setToken((await apiPost('tokens', body, createdSchema)).token);
      router.refresh();
    });
  };
  if (token !== null) return <ShownOnce token={token} />;
  const choices = studies.map((each) => ({ value: each.id, label: each.name }));
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t('tokens.name')}
          description={t('tokens.nameHint')}
          required
          maxLength={80}
          data-autofocus
          value={name}
          error={act.fields['name']}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Group grow preventGrowOverflow={false} align="flex-start">
          <Select
            label={t('tokens.life')}
            data={lives.map((days) => ({ value: days, label: t('tokens.days', { count: Number(days) }) }))}
            allowDeselect={false}
            value={lifeDays}
            onChange={(value) => {
              if (value !== null) setLifeDays(value);
            }}
          />
          <Select
            label={t('people.where')}
            data={canUseEverywhere ? [{ value: everyStudy, label: t('people.everywhere') }, ...choices] : choices}
            allowDeselect={false}
            value={study}
            error={act.fields['studyId']}
            onChange={(value) => {
              if (value !== null) setStudy(value);
            }}
          />
        </Group>
        <VerbChoice chosen={scopes} offered={new Set(held)} onChange={setScopes} error={act.fields['scopes']} />
        <Failure act={act} fieldsShown={['name', 'scopes', 'studyId']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning}>
            {t('tokens.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ShownOnce({ token }: { readonly token: string }) {
  const t = useTranslations('accounts');
  return (
    <Stack>
      <Alert color="yellow" variant="light" role="status">
        {t('tokens.once')}
      </Alert>
      <CopyField label={t('tokens.token')} value={token} />
      <CopyField label={t('tokens.example')} value={`curl -H "Authorization: Bearer ${token}" …`} />
      <Group justify="flex-end">
        <Button
          onClick={() => {
            modals.closeAll();
          }}
        >
          {t('done')}
        </Button>
      </Group>
    </Stack>
  );
}
