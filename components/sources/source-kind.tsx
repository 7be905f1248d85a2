'use client';

import { Group, Text } from '@mantine/core';
import { IconBrowser, IconCpu, IconDeviceMobile, IconQuestionMark } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { SourceKind } from '#lib/sources/domain/source.ts';

const icons = { phone: IconDeviceMobile, browser: IconBrowser, sensor: IconCpu, other: IconQuestionMark } as const;

/** The kind of a source in a sign and a word. */
export function SourceKindLabel({ kind }: { readonly kind: SourceKind }) {
  const t = useTranslations('sources');
  const Icon = icons[kind];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
      <Text size="sm" component="span">
        {t(`kinds.${kind}`)}
      </Text>
    </Group>
  );
}
