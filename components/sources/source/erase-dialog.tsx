'use client';

import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { Source } from '#lib/sources/domain/source.ts';
import { fetchErasePlan, startErase } from './source-work-queries.ts';
import { useStartWork } from './use-start-work.tsx';
import { WorkPlan } from './work-plan.tsx';

interface EraseDialogProps {
  readonly source: Source;
  readonly onClose: () => void;
}

/** Shows what erasing takes away and what it does not reach, and wants the identifier typed. */
export function EraseDialog({ source, onClose }: EraseDialogProps) {
  const t = useTranslations('sourceWork');
  const [typed, setTyped] = useState('');
  const { data: plan, error } = useQuery({
    queryKey: ['sources', source.id, 'erase-plan'],
    queryFn: ({ signal }) => fetchErasePlan(source.id, signal),
    staleTime: 0,
  });
  const { start, isRunning, failure } = useStartWork(onClose);
  if (error) return <ErrorState error={error} />;
  if (!plan) return <Loader aria-label={t('counting')} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start(() => startErase(source.id, plan.points));
      }}
    >
      <Stack>
        <Text size="sm">{t('erase.message')}</Text>
        <WorkPlan plan={plan} work="erase" />
        <Text size="sm" c="dimmed">
          {t('erase.stays')}
        </Text>
        <TextInput
          label={t('erase.type', { identifier: source.identifier })}
          value={typed}
          autoComplete="off"
          error={failure}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" loading={isRunning} disabled={typed !== source.identifier}>
            {t('erase.action', { count: plan.points })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
