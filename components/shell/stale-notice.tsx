'use client';

import { Button, Paper, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useQueryClient, type Query } from '@tanstack/react-query';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import classes from './stale-notice.module.css';

/** Something on the page is shown as it was, because asking for it again failed. */
function isStale(query: Query): boolean {
  return query.state.status === 'error' && query.state.data !== undefined && query.isActive();
}

/**
 * Tells, on every page that keeps itself up to date, that it could not be refreshed and how old what it shows is: numbers that
 * stand still look like numbers that are right. Goes by itself once asking succeeds.
 */
export function StaleNotice() {
  const t = useTranslations('shell');
  const queries = useQueryClient();
  const cache = queries.getQueryCache();
  const [isAsking, setAsking] = useState(false);
  // The oldest of them speaks for all.
  const oldest = () => {
    const stale = cache.findAll({ predicate: isStale });
    return stale.sort((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt)[0]?.state ?? null;
  };
  const subscribe = useCallback((onChange: () => void) => cache.subscribe(onChange), [cache]);
  const state = useSyncExternalStore(subscribe, oldest, () => null);
  if (state === null) return null;
  const ask = async () => {
    setAsking(true);
    await queries.refetchQueries({ predicate: isStale });
    setAsking(false);
  };
  const { error, dataUpdatedAt } = state;
  const isUnreachable = error instanceof ApiProblem && error.code === 'unreachable';
  return (
    <Paper role="status" withBorder shadow="md" className={`${classes['notice'] ?? ''} no-print`}>
      <IconCloudOff size={20} stroke={1.6} aria-hidden className={classes['icon']} />
      <div className={classes['words']}>
        <Text size="sm" fw={560}>
          {t.rich('ui.stale', { at: () => <RelativeTime key="at" at={new Date(dataUpdatedAt)} /> })}
        </Text>
        <Text size="xs" c="dimmed">
          {isUnreachable ? t('ui.unreachable') : error instanceof ApiProblem ? error.message : t('ui.unexpected')}
        </Text>
      </div>
      <Button size="xs" variant="default" loading={isAsking} onClick={() => void ask()}>
        {t('ui.tryAgain')}
      </Button>
    </Paper>
  );
}
