'use client';

import { Alert, Anchor, Button, Stack } from '@mantine/core';
import Link from 'next/link';
import { useState, useSyncExternalStore, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { EntryCard } from './entry-card.tsx';

const never = () => () => undefined;

/** Makes an account with the link from a mail, when a person asks for it: programs that look into mails follow links too. */
export function VerifyEmailForm() {
  const t = useTranslations('accounts');
  const key = useSyncExternalStore(
    never,
    () => window.location.hash.slice(1),
    () => '',
  );
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setDone(await act.run(() => apiPost('account/registration/verify', { key })));
  };
  return (
    <EntryCard title={t('verify.title')} description={t('verify.description')}>
      {isDone ? (
        <Alert color="cairn" variant="light" role="status">
          {t('verify.done')}
        </Alert>
      ) : (
        <form method="post" onSubmit={(event) => void submit(event)}>
          <Stack>
            <Failure act={act} />
            <Button type="submit" loading={act.isRunning}>
              {t('verify.submit')}
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
