'use client';

import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { IssueState } from '#lib/sources/domain/issues/device-issue.ts';

const colours = {
  opened: 'var(--cairn-bad)',
  'in-progress': 'var(--cairn-warn)',
  resolved: 'var(--cairn-ok)',
  'wont-fix': 'var(--mantine-color-dimmed)',
} as const satisfies Record<IssueState, string>;

/** Where an issue stands, in a word and a colour. */
export function IssueStateBadge({ state }: { readonly state: IssueState }) {
  const t = useTranslations('issues');
  return (
    <Badge variant="default" style={{ color: colours[state] }}>
      {t(`states.${state}`)}
    </Badge>
  );
}
