'use client';

import { Anchor, Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { EntryCard } from '#components/accounts/entry/entry-card.tsx';
import { useLinkToken } from '#components/ui/use-link-token.ts';
import { changeOwnDonation } from './participant-client.ts';

/** Where a mail's last line leads: no more reminders, with one press. */
export function StopPage() {
  const t = useTranslations('donations');
  const token = useLinkToken() ?? '';
  const stop = useMutation({ mutationFn: () => changeOwnDonation(token, { canEmail: false }) });
  return (
    <EntryCard title={t('stop.title')} description={t('stop.text')}>
      {stop.isSuccess ? (
        <Text size="sm" role="status">
          {t('stop.done')}
        </Text>
      ) : (
        <Button
          loading={stop.isPending}
          onClick={() => {
            stop.mutate();
          }}
        >
          {t('stop.button')}
        </Button>
      )}
      {stop.error && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {stop.error.message}
        </Text>
      )}
      <Anchor href={`/donate#${token}`} size="sm">
        {t('stop.back')}
      </Anchor>
    </EntryCard>
  );
}
