'use client';

import { ActionIcon, Affix, Group, Paper, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';

interface BulkBarProps {
  /** Selected rows; null: all but some of an unknown number. */
  readonly count: number | null;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** Stands at the foot of the window while something is selected: how many, and what can be done with them. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  const t = useTranslations('shell');
  if (count === 0) return null;
  return (
    <Affix
      position={{ bottom: 16, left: 0, right: 0 }}
      zIndex={150}
      style={{ pointerEvents: 'none' }}
      className="no-print"
    >
      <Group justify="center" px="md">
        <Paper shadow="lg" px="md" py="xs" style={{ pointerEvents: 'auto' }} role="region" aria-label={t('table.bulk')}>
          <Group gap="sm" wrap="wrap">
            <Text size="sm" fw={600} aria-live="polite">
              {count === null ? t('table.selectedAll') : t('table.selected', { count })}
            </Text>
            {children}
            <ActionIcon aria-label={t('table.clear')} onClick={onClear}>
              <IconX size={16} />
            </ActionIcon>
          </Group>
        </Paper>
      </Group>
    </Affix>
  );
}
