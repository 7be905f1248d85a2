'use client';

import { Badge } from '@mantine/core';
import { IconAlertOctagon, IconCircleCheck, IconCircleDashed, IconZzz } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { FidelityState } from '#lib/sources/domain/fidelity/fidelity.ts';

const looks = {
  unknown: { color: 'var(--mantine-color-dimmed)', Icon: IconCircleDashed },
  alive: { color: 'var(--cairn-ok)', Icon: IconCircleCheck },
  missing: { color: 'var(--cairn-warn)', Icon: IconZzz },
  dead: { color: 'var(--cairn-bad)', Icon: IconAlertOctagon },
} as const;

/** How a source delivers in a word, a sign and a colour. */
export function FidelityBadge({ state }: { readonly state: FidelityState }) {
  const t = useTranslations('fidelity');
  const { color, Icon } = looks[state];
  return (
    <Badge
      variant="default"
      leftSection={<Icon size={14} color={color} aria-hidden />}
      style={{ color }}
      miw="max-content"
    >
      {t(`states.${state}`)}
    </Badge>
  );
}
