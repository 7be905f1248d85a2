'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { useLinkToken } from '#components/ui/use-link-token.ts';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';
import { EntryForm } from './entry-form.tsx';
import { BackToSignIn, Said } from './said.tsx';

/** Makes an account with the link from a mail, when a person asks for it: programs that look into mails follow links too. */
export function VerifyEmailForm() {
  const t = useTranslations('accounts');
  const key = useLinkToken();
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const submit = async () => {
    setDone(await act.run(() => apiPost('account/registration/verify', { key })));
  };
  return (
    <EntryCard title={t('verify.title')} description={t('verify.description')}>
      {isDone ? (
        <Said text={t('verify.done')} />
      ) : (
        <EntryForm act={act} onSubmit={submit} submitLabel={t('verify.submit')} />
      )}
      <BackToSignIn />
    </EntryCard>
  );
}
