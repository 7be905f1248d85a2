'use client';

import { Badge } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';

const looks = {
  NEW: { color: 'var(--cairn-warn)', Icon: IconCircleDashed },
  VALID: { color: 'var(--cairn-ok)', Icon: IconCircleCheck },
  REJECTED: { color: 'var(--mantine-color-dimmed)', Icon: IconCircleX },
} as const;

/** The status of a place in a word, a sign and a colour. */
export function UnitStatusBadge({ status }: { readonly status: UnitStatus }) {
  const t = useTranslations('places');
  const { color, Icon } = looks[status];
  return (
    <Badge variant="default" leftSection={<Icon size={14} color={color} aria-hidden />} style={{ color }}>
      {t(`statuses.${status}`)}
    </Badge>
  );
}
