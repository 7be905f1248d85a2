'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { Locale } from '#lib/platform/i18n/locales.ts';
import { chooseLocale } from './choose-locale.ts';

/** Changes the language of who is signed in; says so when the account could not be reached. */
export function useChooseLocale(): (locale: Locale) => Promise<void> {
  const t = useTranslations('shell');
  return async (locale) => {
    try {
      await chooseLocale(locale);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const message = error.code === 'unreachable' ? t('ui.unreachable') : error.message;
      notifications.show({ color: 'red', message });
    }
  };
}
