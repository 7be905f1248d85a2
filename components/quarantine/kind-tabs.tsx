'use client';

import { Badge, Tabs } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';

/** What the page shows: points that were not understood, or uploads that were refused. */
export const kinds = ['points', 'refused'] as const;
type CaseKind = (typeof kinds)[number];

interface KindTabsProps {
  readonly value: CaseKind;
  readonly counts: Readonly<Record<CaseKind, number>>;
  readonly onChange: (kind: CaseKind) => void;
}

/** Points that were not understood, or uploads that were refused; each with the number that waits. */
export function KindTabs({ value, counts, onChange }: KindTabsProps) {
  const t = useTranslations('passive');
  const format = useFormatter();
  return (
    <Tabs value={value} onChange={(next) => onChange(kinds.find((kind) => kind === next) ?? 'points')} mb="md">
      <Tabs.List aria-label={t('quarantine.kindLabel')}>
        {kinds.map((kind) => (
          <Tabs.Tab
            key={kind}
            value={kind}
            aria-controls={undefined}
            rightSection={
              <Badge size="sm" variant="default">
                {format.number(counts[kind])}
              </Badge>
            }
          >
            {t(`quarantine.kinds.${kind}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
