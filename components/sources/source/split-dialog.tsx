'use client';

import { Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { SourceWorkPlan } from '#lib/passive/domain/source-work.ts';
import type { Source } from '#lib/sources/domain/source.ts';
import { fetchSplitPlan, startSplit, type SplitWish } from './source-work-queries.ts';
import { useStartWork } from './use-start-work.tsx';
import { WorkPlan } from './work-plan.tsx';

interface SplitDialogProps {
  readonly source: Source;
  /** Identifiers of the types it has sent. */
  readonly types: readonly string[];
  readonly onClose: () => void;
}

/** A moment as `datetime-local` gives it, in the viewer's zone, as an instant. */
function instantOf(local: string): string | null {
  return local === '' ? null : new Date(local).toISOString();
}

/** Nothing would move, and no file of a month that left the database may hold something that would. */
function isNothing({ points, coldFiles }: SourceWorkPlan): boolean {
  return points === 0 && coldFiles === 0;
}

/** Asks which part of a source becomes a source of its own, by type and time, and shows what would move. */
export function SplitDialog({ source, types, onClose }: SplitDialogProps) {
  const t = useTranslations('sourceWork');
  const [chosen, setChosen] = useState<string[]>([]);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [identifier, setIdentifier] = useState(`${source.identifier}-2`);
  const rule: SplitWish = { types: chosen.length === 0 ? null : chosen, from: instantOf(from), to: instantOf(to) };
  const isAsked = rule.types !== null || rule.from !== null || rule.to !== null;
  const plan = useQuery({
    queryKey: ['sources', source.id, 'split-plan', rule],
    queryFn: () => fetchSplitPlan(source.id, rule),
    enabled: isAsked,
    staleTime: 0,
    retry: false,
  });
  const { start, isRunning, failure } = useStartWork(onClose);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start(() => startSplit(source.id, rule, identifier.trim()));
      }}
    >
      <Stack>
        <Text size="sm">{t('split.message')}</Text>
        <MultiSelect
          label={t('split.types')}
          description={t('split.typesHint')}
          data={[...types]}
          value={chosen}
          onChange={setChosen}
          searchable
          clearable
        />
        <Group grow align="flex-end">
          <TextInput
            type="datetime-local"
            label={t('split.from')}
            value={from}
            onChange={(event) => {
              setFrom(event.currentTarget.value);
            }}
          />
          <TextInput
            type="datetime-local"
            label={t('split.to')}
            value={to}
            onChange={(event) => {
              setTo(event.currentTarget.value);
            }}
          />
        </Group>
        <TextInput
          label={t('split.identifier')}
          value={identifier}
          maxLength={1024}
          error={failure}
          onChange={(event) => {
            setIdentifier(event.currentTarget.value);
          }}
        />
        {isAsked && plan.error && <ErrorState error={plan.error} />}
        {isAsked && plan.data && <WorkPlan plan={plan.data} work="split" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            loading={isRunning}
            disabled={!isAsked || !plan.data || isNothing(plan.data) || identifier.trim() === ''}
          >
            {t('split.action', { count: plan.data?.points ?? 0 })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
