'use client';

import { Badge, Card, Text, UnstyledButton } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { QuarantineGroupView } from '#lib/passive/domain/quarantine-views.ts';
import type { QuarantineReason } from '#lib/passive/domain/reasons.ts';
import classes from './quarantine.module.css';

interface ReasonListProps {
  readonly groups: readonly QuarantineGroupView[];
  readonly chosen: QuarantineReason | null;
  readonly onChoose: (reason: QuarantineReason | null) => void;
}

/** Why things are in quarantine, most frequent first, each with its number. */
export function ReasonList({ groups, chosen, onChoose }: ReasonListProps) {
  const t = useTranslations('passive');
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card p={4} component="nav" aria-label={t('quarantine.reasons')}>
      <ReasonButton
        label={t('quarantine.allReasons')}
        count={total}
        isChosen={chosen === null}
        onClick={() => {
          onChoose(null);
        }}
      />
      {groups.map(({ reason, count }) => (
        <ReasonButton
          key={reason}
          label={t(`reasons.${reason}.name`)}
          count={count}
          isChosen={reason === chosen}
          onClick={() => {
            onChoose(reason);
          }}
        />
      ))}
    </Card>
  );
}

interface ReasonButtonProps {
  readonly label: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onClick: () => void;
}

function ReasonButton({ label, count, isChosen, onClick }: ReasonButtonProps) {
  const format = useFormatter();
  return (
    <UnstyledButton
      className={classes['reason'] ?? ''}
      data-chosen={isChosen || undefined}
      aria-current={isChosen ? 'true' : undefined}
      onClick={onClick}
    >
      <Text size="sm" fw={isChosen ? 600 : 400} truncate>
        {label}
      </Text>
      <Badge variant="default" size="sm">
        {format.number(count)}
      </Badge>
    </UnstyledButton>
  );
}
