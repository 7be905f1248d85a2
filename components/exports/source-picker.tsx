'use client';

import { Input, MultiSelect, Pill } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { searchSources, type PickedSource } from './export-queries.ts';

/** More than these are shown as a number. */
const mostPills = 50;

interface SourcePickerProps {
  readonly study: string;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly error: string | undefined;
}

/** Picks sources among any number: what is typed is searched for on the server. */
export function SourcePicker({ study, value, onChange, error }: SourcePickerProps) {
  const t = useTranslations('exports');
  const [text, setText] = useState('');
  const [searched] = useDebouncedValue(text, 250);
  const { data = [], isFetching } = useQuery({
    queryKey: ['exports', 'sources', study, searched],
    queryFn: ({ signal }) => searchSources(study, searched, signal),
    placeholderData: keepPreviousData,
  });
  // What is picked keeps its name when the next search does not find it.
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const labels = new Map([...picked, ...data.map((source) => [source.id, labelOf(source)] as const)]);
  if (value.length > mostPills || value.some((id) => !labels.has(id))) {
    return (
      <ManySources
        count={value.length}
        onClear={() => {
          onChange([]);
        }}
      />
    );
  }
  return (
    <MultiSelect
      label={t('order.sources')}
      placeholder={value.length === 0 ? t('order.sourcesPlaceholder') : ''}
      nothingFoundMessage={isFetching ? undefined : t('order.noSources')}
      data={[...labels].map(([id, label]) => ({ value: id, label }))}
      value={[...value]}
      onChange={(ids) => {
        setPicked(new Map(ids.map((id) => [id, labels.get(id) ?? id])));
        onChange(ids);
      }}
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The server has searched already, in more than the label.
      filter={({ options }) => options}
      hidePickedOptions
      clearable
      maxDropdownHeight={280}
      error={error}
    />
  );
}

function labelOf({ name, identifier }: PickedSource): string {
  return name === identifier ? name : `${name} (${identifier})`;
}

/** Sources of an earlier order, or more than can be shown one by one. */
function ManySources({ count, onClear }: { readonly count: number; readonly onClear: () => void }) {
  const t = useTranslations('exports');
  return (
    <Input.Wrapper label={t('order.sources')}>
      <div>
        <Pill
          size="lg"
          withRemoveButton
          onRemove={onClear}
          removeButtonProps={{ 'aria-label': t('order.forgetSources') }}
        >
          {t('order.manySources', { count })}
        </Pill>
      </div>
    </Input.Wrapper>
  );
}
