'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { NewPasswordFields } from '../new-password-fields.tsx';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';
import { EntryForm } from './entry-form.tsx';
import { BackToSignIn, Said } from './said.tsx';

const shown = ['username', 'email', 'password', 'newPassword'];

/** Asks for an account; what it answers does not tell whether the address has one. */
export function RegisterForm({ isOpen }: { readonly isOpen: boolean }) {
  const t = useTranslations('accounts');
  const locale = useLocale();
  const [fields, setFields] = useState({ username: '', email: '', password: '' });
  const [isSame, setSame] = useState(false);
  const [isSent, setSent] = useState(false);
  const act = useAct();
  const submit = async () => {
    setSent(await act.run(() => apiPost('account/registration', { ...fields, locale })));
  };
  return (
    <EntryCard title={t('register.title')} description={t('register.description')}>
      {!isOpen ? (
        <Said text={t('register.closed')} color="gray" />
      ) : isSent ? (
        <Said text={t('register.sent')} />
      ) : (
        <EntryForm
          act={act}
          onSubmit={submit}
          submitLabel={t('register.submit')}
          fieldsShown={shown}
          isComplete={isSame}
        >
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
        </EntryForm>
      )}
      <BackToSignIn />
    </EntryCard>
  );
}
