'use client';

import { Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl/react';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Account } from '#lib/accounts/domain/account.ts';
import { ChangePasswordForm } from '../change-password-form.tsx';
import { SectionCard } from '../section-card.tsx';
import { ProfileForm } from './profile-form.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SessionList, type OwnSession } from './session-list.tsx';

interface AccountViewProps {
  readonly account: Account;
  readonly sessions: readonly OwnSession[];
}

/** One's own account: name and language, password, second factor, browsers. */
export function AccountView({ account, sessions }: AccountViewProps) {
  const t = useTranslations('accounts');
  return (
    <>
      <PageHeader title={t('account.title')} description={account.email} />
      <Stack maw={720}>
        <SectionCard title={t('account.profile')}>
          <ProfileForm account={account} />
        </SectionCard>
        {account.hasPassword && (
          <SectionCard title={t('password.title')} description={t('password.description')}>
            <ChangePasswordForm
              onDone={() => {
                notifications.show({ message: t('password.changed') });
              }}
            />
          </SectionCard>
        )}
        {account.hasPassword && (
          <SectionCard title={t('factor.title')} description={t('factor.description')}>
            <SecondFactor account={account} />
          </SectionCard>
        )}
        <SectionCard title={t('sessions.title')} description={t('sessions.description')}>
          <SessionList sessions={sessions} />
        </SectionCard>
      </Stack>
    </>
  );
}
