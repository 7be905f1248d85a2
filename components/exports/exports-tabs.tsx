'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { NavLine } from '#components/ui/nav-line.tsx';

const parts = [
  { key: 'exports', path: '/exports' },
  { key: 'destinations', path: '/exports/destinations' },
] as const;

/** Leads from exports to where they are delivered, for those who manage that. */
export function ExportsTabs({ canManage }: { readonly canManage: boolean }) {
  const t = useTranslations('deliveries');
  const current = usePathname();
  const href = useStudyHref();
  if (!canManage) return null;
  return (
    <NavLine
      label={t('tabs.label')}
      parts={parts.map(({ key, path }) => ({ href: href(path), label: t(`tabs.${key}`), isCurrent: path === current }))}
    />
  );
}
