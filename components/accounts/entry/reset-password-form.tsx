'use client';

import { Anchor, Button, Stack } from '@mantine/core';
import Link from 'next/link';
import { useState, useSyncExternalStore, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Failure } from '../failure.tsx';
import { NewPasswordFields } from '../new-password-fields.tsx';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';

const never = () => () => undefined;

/** Sets a password with the link from a mail. The token stands after #, so only this page ever sees it. */
export function ResetPasswordForm() {
  const t = useTranslations('accounts');
  const token = useSyncExternalStore(
    never,
    () => window.location.hash.slice(1),
    () => '',
  );
  const [password, setPassword] = useState('');
  const [isSame, setSame] = useState(false);
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const isDone = await act.run(() => apiPost('account/password-reset/use', { token, newPassword: password }));
    if (isDone) window.location.assign('/sign-in?error=password_set');
  };
  return (
    <EntryCard title={t('reset.title')} description={t('reset.description')}>
      <form method="post" onSubmit={(event) => void submit(event)}>
        <Stack>
          <NewPasswordFields
            error={act.fields['newPassword']}
            onChange={(value, same) => {
              setPassword(value);
              setSame(same);
            }}
          />
          <Failure act={act} fieldsShown={['newPassword']} />
          <Button type="submit" loading={act.isRunning} disabled={!isSame}>
            {t('reset.submit')}
          </Button>
        </Stack>
      </form>
      <Anchor component={Link} href="/forgot-password" size="sm">
        {t('reset.again')}
      </Anchor>
    </EntryCard>
  );
}
