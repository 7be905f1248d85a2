'use client';

import { Badge } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { AlertLevel } from '#lib/sources/domain/alerts/alert.ts';

const looks = {
  info: { color: 'var(--mantine-color-dimmed)', Icon: IconInfoCircle },
  warning: { color: 'var(--cairn-warn)', Icon: IconAlertTriangle },
  critical: { color: 'var(--cairn-bad)', Icon: IconAlertOctagon },
} as const;

/** How bad an alert is, in a word, a sign and a colour. */
export function AlertLevelBadge({ level }: { readonly level: AlertLevel }) {
  const t = useTranslations('alerts');
  const { color, Icon } = looks[level];
  return (
    <Badge variant="default" leftSection={<Icon size={14} color={color} aria-hidden />} style={{ color }}>
      {t(`levels.${level}`)}
    </Badge>
  );
}
