'use client';

import { Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { FormActions } from '#components/ui/form-actions.tsx';
import type { Source } from '#lib/sources/domain/source.ts';
import { fetchMergePlan, findSourcesOfStudy, startMerge } from './source-work-queries.ts';
import { useStartWork } from './use-start-work.tsx';
import { WorkPlan } from './work-plan.tsx';

const typingMs = 250;

interface MergeDialogProps {
  readonly source: Source;
  readonly onClose: () => void;
}

/** Asks into which source of the study this one goes, and shows what would move. */
export function MergeDialog({ source, onClose }: MergeDialogProps) {
  const t = useTranslations('sourceWork');
  const [intoId, setIntoId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, typingMs);
  const choices = useQuery({
    queryKey: ['sources', 'choices', source.studyKey, asked],
    queryFn: ({ signal }) => findSourcesOfStudy(source.studyKey, asked, signal),
    placeholderData: keepPreviousData,
  });
  const plan = useQuery({
    queryKey: ['sources', source.id, 'merge-plan', intoId],
    queryFn: () => fetchMergePlan(source.id, intoId ?? ''),
    enabled: intoId !== null,
    staleTime: 0,
  });
  const { start, isRunning, failure } = useStartWork(onClose);
  const others = (choices.data ?? []).filter(({ id }) => id !== source.id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (intoId !== null) void start(() => startMerge(source.id, intoId));
      }}
    >
      <Stack>
        <Text size="sm">{t('merge.message', { identifier: source.identifier })}</Text>
        <Select
          label={t('merge.into')}
          data={others.map(({ id, name, identifier }) => ({
            value: id,
            label: name === identifier ? name : `${name} (${identifier})`,
          }))}
          value={intoId}
          onChange={setIntoId}
          searchable
          searchValue={text}
          onSearchChange={setText}
          filter={({ options }) => options}
          nothingFoundMessage={t('merge.nothing')}
          error={failure}
          data-autofocus
        />
        {plan.error && <ErrorState error={plan.error} />}
        {plan.data && <WorkPlan plan={plan.data} work="merge" />}
        <FormActions
          cancel={t('cancel')}
          submit={t('merge.action')}
          onCancel={onClose}
          isRunning={isRunning}
          isDisabled={!plan.data}
        />
      </Stack>
    </form>
  );
}
