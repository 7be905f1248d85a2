'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';
import { EntryForm } from './entry-form.tsx';
import type { SignInFields } from './sign-in-request.ts';

/** Somebody who is known here but belongs nowhere founds an organization, and is in. */
export function FoundForm({ person }: { readonly person: SignInFields }) {
  const t = useTranslations('accounts');
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const act = useAct();
  const submit = async () => {
    const { email, password } = person;
    const wish = { email, password, name, ...(code === '' ? {} : { code }) };
    if (await act.run(() => apiPost('account/organization', wish))) window.location.assign('/');
  };
  return (
    <EntryCard title={t('found.title')} description={t('found.description')}>
      <EntryForm
        act={act}
        onSubmit={submit}
        submitLabel={t('found.submit')}
        fieldsShown={['name']}
        isComplete={name.trim() !== ''}
      >
        <TextInput
          label={t('organization.newName')}
          required
          autoFocus
          maxLength={120}
          value={name}
          error={act.fields['name']}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        {person.code !== '' && (
          // The code that was sent is used up.
          <TextInput
            label={t('signIn.code')}
            description={t('found.codeAgain')}
            autoComplete="one-time-code"
            required
            maxLength={40}
            value={code}
            onChange={(event) => {
              setCode(event.currentTarget.value);
            }}
          />
        )}
      </EntryForm>
    </EntryCard>
  );
}
