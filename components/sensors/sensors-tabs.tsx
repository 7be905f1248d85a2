'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { NavLine } from '#components/ui/nav-line.tsx';

/** The pages of sensors that stand beside one another. */
const parts = [
  { key: 'overview', path: '/sensors' },
  { key: 'sites', path: '/sensors/sites' },
  { key: 'inventory', path: '/sensors/inventory/models', folder: '/sensors/inventory' },
  { key: 'bands', path: '/sensors/bands' },
  { key: 'devices', path: '/sensors/devices' },
] as const satisfies readonly { readonly key: string; readonly path: string; readonly folder?: string }[];

/** Leads from one page of the sensors to the others. */
export function SensorsTabs() {
  const t = useTranslations('sensorPages');
  const current = usePathname();
  const href = useStudyHref();
  return (
    <NavLine
      label={t('tabs.label')}
      parts={parts.map((part) => ({
        href: href(part.path),
        label: t(`tabs.${part.key}`),
        isCurrent: 'folder' in part ? current.startsWith(part.folder) : part.path === current,
      }))}
    />
  );
}
