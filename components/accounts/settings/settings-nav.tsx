'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { NavLine } from '#components/ui/nav-line.tsx';
import type { SettingsPart } from './settings-parts.ts';

/** The parts of the settings a person may enter. */
export function SettingsNav({ parts }: { readonly parts: readonly SettingsPart[] }) {
  const t = useTranslations('accounts');
  const current = usePathname().split('/')[2];
  return (
    <NavLine
      label={t('settings.title')}
      parts={parts.map((part) => ({
        href: `/settings/${part}`,
        label: t(`settings.${part}`),
        isCurrent: part === current,
      }))}
    />
  );
}
