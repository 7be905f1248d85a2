'use client';

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { searchIssueSources } from './issue-queries.ts';

interface IssueSourcePickerProps {
  readonly study: string | null;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: ReactNode;
}

/** Picks one source among any number: what is typed is searched for on the server. */
export function IssueSourcePicker({ study, value, onChange, error }: IssueSourcePickerProps) {
  const t = useTranslations('issues');
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<{ readonly value: string; readonly label: string } | null>(null);
  // The chosen source's own label is no search.
  const [searched] = useDebouncedValue(text === picked?.label ? '' : text, 250);
  const { data = [], isFetching } = useQuery({
    queryKey: ['issues', 'sources', study, searched],
    queryFn: ({ signal }) => searchIssueSources(study, searched, signal),
    placeholderData: keepPreviousData,
  });
  const found = data.map(({ id, name, identifier }) => ({
    value: id,
    label: name === identifier ? name : `${name} (${identifier})`,
  }));
  const options = picked && !found.some((one) => one.value === picked.value) ? [...found, picked] : found;
  return (
    <Select
      label={t('form.source')}
      description={t('form.sourceHint')}
      required
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The server has searched already, in more than the label.
      filter={({ options: all }) => all}
      nothingFoundMessage={isFetching ? undefined : t('form.noSources')}
      data={options}
      value={value === '' ? null : value}
      onChange={(id) => {
        setPicked(options.find((one) => one.value === id) ?? null);
        onChange(id ?? '');
      }}
      error={error}
    />
  );
}
