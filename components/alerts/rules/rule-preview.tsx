'use client';

import { Card, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { RulePreview } from '#lib/passive/domain/checks/rule-preview.ts';
import { AlertLevelBadge } from '../alert-level.tsx';

const mostShown = 8;

/** What a rule would say now, in numbers and names. */
export function RulePreviewResult({ preview }: { readonly preview: RulePreview }) {
  const t = useTranslations('alerts');
  const count = preview.info + preview.warning + preview.critical;
  return (
    <Card withBorder role="status" aria-live="polite">
      <Text size="sm" fw={560}>
        {t('form.previewCount', { count, sources: preview.sources })}
      </Text>
      <Stack gap={4} mt="xs">
        {preview.items.slice(0, mostShown).map(({ sourceId, sourceName, level, message }) => (
          <Group key={sourceId} gap="xs" wrap="wrap">
            <AlertLevelBadge level={level} />
            <Text size="sm">{`${sourceName}: ${message}`}</Text>
          </Group>
        ))}
        {count > mostShown && (
          <Text size="sm" c="dimmed">
            {t('form.previewMore', { count: count - mostShown })}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
