'use client';

import { List, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { DonatedFileData } from './donation-data.ts';

interface OutcomeLinesProps {
  readonly outcome: NonNullable<DonatedFileData['outcome']>;
  /** What was left out of the archive, kind by kind. */
  readonly withSkipped?: boolean;
}

/** What reading an archive came to, in words: how much, or why nothing. */
export function OutcomeLines({ outcome, withSkipped = false }: OutcomeLinesProps) {
  const t = useTranslations('donations');
  const count = Object.values(outcome.events).reduce((sum, each) => sum + each, 0);
  return (
    <>
      <Text size="sm" c={outcome.reason === null ? 'dimmed' : 'var(--mantine-color-text)'}>
        {outcome.reason === null ? t('eventsRead', { count }) : t(`reasons.${outcome.reason}`)}
      </Text>
      {withSkipped && outcome.skipped.length > 0 && (
        <List size="sm" c="dimmed">
          {outcome.skipped.map(({ what, reason, count: left }) => (
            <List.Item key={`${what} ${reason}`}>
              {t('skippedLine', { what, count: left, reason: t(`skips.${reason}`) })}
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}
