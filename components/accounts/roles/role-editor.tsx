'use client';

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiDelete, apiPatch, apiPost } from '#components/ui/api-client.ts';
import type { Role } from '#lib/accounts/domain/role.ts';
import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { VerbChoice } from './verb-choice.tsx';

const everyVerb: ReadonlySet<Verb> = new Set(verbs);

/** Creates a custom role (null), or changes or archives one. */
export function RoleEditor({ role }: { readonly role: Role | null }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const [name, setName] = useState(role?.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<Verb>>(new Set(role?.verbs ?? []));
  const finish = async (work: () => Promise<unknown>) => {
    if (!(await act.run(work))) return;
    modals.closeAll();
    router.refresh();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const body = { name, verbs: [...chosen] };
    void finish(() => (role ? apiPatch(`roles/${role.id}`, body) : apiPost('roles', body)));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('roles.name')}
          required
          maxLength={60}
          data-autofocus
          value={name}
          error={act.fields['name']}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <VerbChoice chosen={chosen} offered={everyVerb} onChange={setChosen} error={act.fields['verbs']} />
        {role !== null && role.holderCount > 0 && (
          <Text size="sm" c="dimmed">
            {t('roles.changesFor', { count: role.holderCount })}
          </Text>
        )}
        <Failure act={act} fieldsShown={['name', 'verbs']} />
        <Group justify="space-between">
          {role ? (
            <Button
              variant="subtle"
              color="red"
              disabled={role.holderCount > 0 || act.isRunning}
              onClick={() => void finish(() => apiDelete(`roles/${role.id}`))}
            >
              {t('roles.archive')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={act.isRunning}>
            {role ? t('save') : t('roles.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
