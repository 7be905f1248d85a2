'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { NavLine } from '#components/ui/nav-line.tsx';

/** The pages of sensors that stand beside one another. */
const parts = [
  { key: 'overview', path: '/sensors' },
  { key: 'sites', path: '/sensors/sites' },
  { key: 'devices', path: '/sensors/devices' },
] as const;

/** Leads from one page of the sensors to the others. */
export function SensorsTabs() {
  const t = useTranslations('sensorPages');
  const current = usePathname();
  const href = useStudyHref();
  return (
    <NavLine
      label={t('tabs.label')}
      parts={parts.map(({ key, path }) => ({ href: href(path), label: t(`tabs.${key}`), isCurrent: path === current }))}
    />
  );
}
