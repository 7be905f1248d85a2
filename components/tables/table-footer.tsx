'use client';

import { Button, Group, Loader, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import classes from './data-table.module.css';

interface TableFooterProps {
  readonly loaded: number;
  /** Null while unknown. */
  readonly total: number | null;
  readonly onMore: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

/** How many rows of how many, and the button for more. */
export function TableFooter({ loaded, total, onMore, isLoadingMore }: TableFooterProps) {
  const t = useTranslations('shell');
  return (
    <Group justify="space-between" className={classes['footer'] ?? ''} gap="sm">
      <Text size="xs" c="dimmed" aria-live="polite">
        {total === null ? t('table.loaded', { count: loaded }) : t('table.loadedOf', { count: loaded, total })}
      </Text>
      {onMore && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={onMore}
          disabled={isLoadingMore}
          leftSection={isLoadingMore ? <Loader size={12} /> : undefined}
        >
          {t('table.more')}
        </Button>
      )}
    </Group>
  );
}
