'use client';

import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState, type SyntheticEvent } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Failure } from '../failure.tsx';
import { NewPasswordFields } from '../new-password-fields.tsx';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';

const shown = ['username', 'email', 'password', 'newPassword'];

/** Asks for an account; what it answers does not tell whether the address has one. */
export function RegisterForm({ isOpen }: { readonly isOpen: boolean }) {
  const t = useTranslations('accounts');
  const locale = useLocale();
  const [fields, setFields] = useState({ username: '', email: '', password: '' });
  const [isSame, setSame] = useState(false);
  const [isSent, setSent] = useState(false);
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setSent(await act.run(() => apiPost('account/registration', { ...fields, locale })));
  };
  return (
    <EntryCard title={t('register.title')} description={t('register.description')}>
      {!isOpen ? (
        <Alert color="gray" variant="light" role="status">
          {t('register.closed')}
        </Alert>
      ) : isSent ? (
        <Alert color="cairn" variant="light" role="status">
          {t('register.sent')}
        </Alert>
      ) : (
        <form method="post" onSubmit={(event) => void submit(event)}>
          <Stack>
            <TextInput
              label={t('register.username')}
              autoComplete="nickname"
              required
              autoFocus
              maxLength={150}
              value={fields.username}
              error={act.fields['username']}
              onChange={(event) => {
                setFields({ ...fields, username: event.currentTarget.value });
              }}
            />
            <TextInput
              label={t('signIn.email')}
              type="email"
              autoComplete="username"
              required
              value={fields.email}
              error={act.fields['email']}
              onChange={(event) => {
                setFields({ ...fields, email: event.currentTarget.value });
              }}
            />
            <NewPasswordFields
              error={act.fields['password'] ?? act.fields['newPassword']}
              onChange={(password, same) => {
                setFields({ ...fields, password });
                setSame(same);
              }}
            />
            <Failure act={act} fieldsShown={shown} />
            <Button type="submit" loading={act.isRunning} disabled={!isSame}>
              {t('register.submit')}
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
