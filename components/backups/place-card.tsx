'use client';

import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import type { BackupPlace } from '#lib/exports/domain/backup.ts';
import { PlanForm } from './plan-form.tsx';
import { StatesTable } from './states-table.tsx';
import { useBackupWork } from './use-backup-work.ts';

interface PlaceCardProps {
  readonly place: BackupPlace;
  readonly lastErasedAt: Date | null;
}

/** One destination: its states, when the next one comes, and what can be done now. */
export function PlaceCard({ place, lastErasedAt }: PlaceCardProps) {
  const t = useTranslations('backups');
  const td = useTranslations('deliveries');
  const ask = useBackupWork(place);
  const { name, states } = place;
  const hasStates = states.length > 0;
  return (
    <SectionCard title={name} description={t('placeHint')}>
      <Group gap="xs">
        <Badge color="gray">{td(`kinds.${place.kind}`)}</Badge>
        <Text size="sm">{hasStates ? t('stateCount', { count: states.length }) : t('noStates')}</Text>
      </Group>
      <ErasedNotice
        place={place}
        lastErasedAt={lastErasedAt}
        onDrop={() => {
          ask('drop-older');
        }}
      />
      {hasStates && <StatesTable place={place} />}
      <Group gap="xs">
        <Button
          size="xs"
          aria-label={t('work.write.actionThis', { name })}
          onClick={() => {
            ask('write');
          }}
        >
          {t('work.write.action')}
        </Button>
        {hasStates && (
          <Button
            size="xs"
            variant="default"
            aria-label={t('work.drop-older.actionThis', { name })}
            onClick={() => {
              ask('drop-older');
            }}
          >
            {t('work.drop-older.action')}
          </Button>
        )}
      </Group>
      <PlanForm key={JSON.stringify(place.plan)} place={place} />
    </SectionCard>
  );
}

interface ErasedNoticeProps extends PlaceCardProps {
  readonly onDrop: () => void;
}

/** States from before something was erased still hold it: says so, and offers to drop them. */
function ErasedNotice({ place: { name, states }, lastErasedAt, onDrop }: ErasedNoticeProps) {
  const t = useTranslations('backups');
  if (lastErasedAt === null) return null;
  const count = states.filter(({ writtenAt }) => writtenAt < lastErasedAt).length;
  if (count === 0) return null;
  return (
    <Alert color="yellow" icon={<IconEraser size={18} />} title={t('erasedTitle', { count })}>
      <Text size="sm" mb="xs" component="div">
        {t.rich('erasedText', { at: () => <Moment key="at" at={lastErasedAt} /> })}
      </Text>
      <Button size="xs" variant="default" aria-label={t('dropErasedThis', { name })} onClick={onDrop}>
        {t('dropErased')}
      </Button>
    </Alert>
  );
}
