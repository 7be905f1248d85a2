'use client';

import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { ImportData } from './import-data.ts';
import { isBusy } from './import-queries.ts';

const colors = {
  uploaded: 'var(--mantine-color-dimmed)',
  checked: 'var(--cairn-series-1)',
  refused: 'var(--cairn-warn)',
  imported: 'var(--cairn-ok)',
  undone: 'var(--mantine-color-dimmed)',
} as const;

/** How far an import is, in a word and a colour. */
export function ImportStateBadge({ of }: { readonly of: ImportData }) {
  const t = useTranslations('imports');
  const isFailed = of.taskState === 'failed';
  const color = isFailed ? 'var(--cairn-bad)' : colors[of.state];
  const word = isBusy(of) ? t('states.working') : t(`states.${of.state}`);
  return (
    <Badge variant="default" style={{ color, flexShrink: 0 }}>
      {isFailed ? t('states.failed', { state: word }) : word}
    </Badge>
  );
}
