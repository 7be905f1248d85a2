'use client';

import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Failure } from './failure.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';
import { useAct } from './use-act.ts';

/** Changes one's own password, proven by the current one. */
export function ChangePasswordForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('accounts');
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [isSame, setSame] = useState(false);
  // A new key empties the fields after a change.
  const [round, setRound] = useState(0);
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const body = { currentPassword: current, newPassword: password };
    if (!(await act.run(() => apiPost('account/password', body)))) return;
    setCurrent('');
    setSame(false);
    setRound(round + 1);
    onDone();
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <Stack>
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          required
          value={current}
          error={act.fields['currentPassword']}
          onChange={(event) => {
            setCurrent(event.currentTarget.value);
          }}
        />
        <NewPasswordFields
          key={round}
          error={act.fields['newPassword']}
          onChange={(value, same) => {
            setPassword(value);
            setSame(same);
          }}
        />
        <Failure act={act} fieldsShown={['currentPassword', 'newPassword']} />
        <Group>
          <Button type="submit" loading={act.isRunning} disabled={!isSame || current === ''}>
            {t('password.change')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
