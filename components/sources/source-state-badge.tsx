'use client';

import { Badge, Tooltip } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconZzz } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { silentAfterHours, type SourceState } from '#lib/sources/domain/source.ts';

const looks = {
  active: { color: 'var(--cairn-ok)', Icon: IconCircleCheck },
  silent: { color: 'var(--cairn-warn)', Icon: IconZzz },
  never: { color: 'var(--mantine-color-dimmed)', Icon: IconCircleDashed },
} as const;

/** The state of a source in a word, a sign and a colour; the reason on hover. */
export function SourceStateBadge({ state }: { readonly state: SourceState }) {
  const t = useTranslations('sources');
  const { color, Icon } = looks[state];
  return (
    <Tooltip label={t(`stateReasons.${state}`, { hours: silentAfterHours })}>
      <Badge variant="default" leftSection={<Icon size={14} color={color} aria-hidden />} style={{ color }}>
        {t(`states.${state}`)}
      </Badge>
    </Tooltip>
  );
}
