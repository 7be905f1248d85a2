'use client';

import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';

/** Asks for a link; what it answers does not tell whether the address has an account. */
export function ForgotPasswordForm() {
  const t = useTranslations('accounts');
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setSent(await act.run(() => apiPost('account/password-reset', { email })));
  };
  return (
    <EntryCard title={t('forgot.title')} description={t('forgot.description')}>
      {isSent ? (
        <Alert color="cairn" variant="light" role="status">
          {t('forgot.sent')}
        </Alert>
      ) : (
        <form method="post" onSubmit={(event) => void submit(event)}>
          <Stack>
            <TextInput
              label={t('signIn.email')}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              error={act.fields['email']}
              onChange={(event) => {
                setEmail(event.currentTarget.value);
              }}
            />
            <Failure act={act} fieldsShown={['email']} />
            <Button type="submit" loading={act.isRunning}>
              {t('forgot.submit')}
            </Button>
          </Stack>
        </form>
      )}
      <Anchor component={Link} href="/sign-in" size="sm">
        {t('forgot.back')}
      </Anchor>
    </EntryCard>
  );
}
