'use client';

import { useTranslations } from 'use-intl/react';
import { useChooseLocale } from '#components/shell/use-choose-locale.ts';
import { ChangePasswordForm } from '../change-password-form.tsx';
import { EntryCard } from './entry-card.tsx';

/** Where everybody with a password that somebody else knows has to pass. */
export function ForcedPasswordForm() {
  const t = useTranslations('accounts');
  const choose = useChooseLocale();
  return (
    <EntryCard
      title={t('forced.title')}
      description={t('forced.description')}
      onLocale={(locale) => void choose(locale)}
    >
      <ChangePasswordForm
        onDone={() => {
          window.location.assign('/');
        }}
      />
    </EntryCard>
  );
}
