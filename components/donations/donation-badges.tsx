'use client';

import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconArchive, IconCircleCheck, IconClock, IconLock, IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { DonatedFileData, DonationData } from './donation-data.ts';

const requestLooks = {
  open: { color: 'var(--cairn-series-1)', Icon: IconClock },
  complete: { color: 'var(--cairn-ok)', Icon: IconCircleCheck },
  expired: { color: 'var(--cairn-warn)', Icon: IconAlertTriangle },
  closed: { color: 'var(--mantine-color-dimmed)', Icon: IconLock },
} as const;

/** How a request stands, in a word, a sign and a colour. */
export function DonationStateBadge({ state }: Pick<DonationData, 'state'>) {
  const t = useTranslations('donations');
  const { color, Icon } = requestLooks[state];
  return (
    <Badge
      variant="default"
      leftSection={<Icon size={14} color={color} aria-hidden />}
      style={{ color, flexShrink: 0 }}
    >
      {t(`states.${state}`)}
    </Badge>
  );
}

const fileLooks = {
  receiving: { color: 'var(--mantine-color-dimmed)', Icon: IconUpload },
  waiting: { color: 'var(--cairn-series-1)', Icon: IconClock },
  imported: { color: 'var(--cairn-ok)', Icon: IconCircleCheck },
  kept: { color: 'var(--cairn-ok)', Icon: IconArchive },
  refused: { color: 'var(--cairn-bad)', Icon: IconAlertTriangle },
} as const;

/** What became of an archive, in a word, a sign and a colour. */
export function FileStateBadge({ state }: Pick<DonatedFileData, 'state'>) {
  const t = useTranslations('donations');
  const { color, Icon } = fileLooks[state];
  return (
    <Badge
      variant="default"
      leftSection={<Icon size={14} color={color} aria-hidden />}
      style={{ color, flexShrink: 0 }}
    >
      {t(`fileStates.${state}`)}
    </Badge>
  );
}
