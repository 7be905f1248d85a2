'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { NavLine } from '#components/ui/nav-line.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SensorsTabs } from '../sensors-tabs.tsx';
import type { InventoryPart } from './inventory-parts.ts';

interface InventoryViewProps {
  readonly part: InventoryPart;
  /** The lists that the viewer may see. */
  readonly parts: readonly InventoryPart[];
  readonly children: ReactNode;
}

/** The inventory of sensors: one of its lists, with the way to the others. */
export function InventoryView({ part, parts, children }: InventoryViewProps) {
  const t = useTranslations('sensorInventory');
  const href = useStudyHref();
  return (
    <>
      <PageHeader title={t(`${part}.title`)} description={t(`${part}.about`)} />
      <SensorsTabs />
      <NavLine
        label={t('parts')}
        parts={parts.map((one) => ({
          href: href(`/sensors/inventory/${one}`),
          label: t(`${one}.title`),
          isCurrent: one === part,
        }))}
      />
      {children}
    </>
  );
}
