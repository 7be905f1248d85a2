'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';
import { EntryForm } from './entry-form.tsx';
import { BackToSignIn, Said } from './said.tsx';

/** Asks for a link; what it answers does not tell whether the address has an account. */
export function ForgotPasswordForm() {
  const t = useTranslations('accounts');
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const act = useAct();
  const submit = async () => {
    setSent(await act.run(() => apiPost('account/password-reset', { email })));
  };
  return (
    <EntryCard title={t('forgot.title')} description={t('forgot.description')}>
      {isSent ? (
        <Said text={t('forgot.sent')} />
      ) : (
        <EntryForm act={act} onSubmit={submit} submitLabel={t('forgot.submit')} fieldsShown={['email']}>
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
        </EntryForm>
      )}
      <BackToSignIn />
    </EntryCard>
  );
}
