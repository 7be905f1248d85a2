'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { useLinkToken } from '#components/ui/use-link-token.ts';
import { NewPasswordFields } from '../new-password-fields.tsx';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';
import { EntryForm } from './entry-form.tsx';

/** Sets a password with the link from a mail. The token stands after #, so only this page ever sees it. */
export function ResetPasswordForm() {
  const t = useTranslations('accounts');
  const token = useLinkToken();
  const [password, setPassword] = useState('');
  const [isSame, setSame] = useState(false);
  const act = useAct();
  const submit = async () => {
    const isDone = await act.run(() => apiPost('account/password-reset/use', { token, newPassword: password }));
    if (isDone) window.location.assign('/sign-in?error=password_set');
  };
  return (
    <EntryCard title={t('reset.title')} description={t('reset.description')}>
      <EntryForm
        act={act}
        onSubmit={submit}
        submitLabel={t('reset.submit')}
        fieldsShown={['newPassword']}
        isComplete={isSame}
      >
        <NewPasswordFields
          error={act.fields['newPassword']}
          onChange={(value, same) => {
            setPassword(value);
            setSame(same);
          }}
        />
      </EntryForm>
      <Anchor component={Link} href="/forgot-password" size="sm">
        {t('reset.again')}
      </Anchor>
    </EntryCard>
  );
}
