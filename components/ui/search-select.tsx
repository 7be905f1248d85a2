'use client';

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

export interface SearchOption {
  readonly value: string;
  readonly label: string;
}

interface SearchSelectProps {
  readonly label: string;
  readonly description?: string;
  readonly queryKey: readonly unknown[];
  /** What is found for a text; for the empty one what comes first. */
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly SearchOption[]>;
  readonly nothingFound: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
  readonly isRequired?: boolean;
  /** What is chosen already, with its name. */
  readonly initial?: SearchOption | null;
  readonly placeholder?: string;
  readonly isLabelHidden?: boolean;
}

/** Picks one thing among any number: what is typed is searched for on the server. */
export function SearchSelect(props: SearchSelectProps) {
  const { label, description, queryKey, search, nothingFound, value, onChange, error, initial = null } = props;
  const [text, setText] = useState(initial?.label ?? '');
  const [picked, setPicked] = useState<SearchOption | null>(initial);
  // The label of what is chosen is no search.
  const [searched] = useDebouncedValue(text === picked?.label ? '' : text, 250);
  const { data = [], isFetching } = useQuery({
    queryKey: [...queryKey, searched],
    queryFn: ({ signal }) => search(searched, signal),
    placeholderData: keepPreviousData,
  });
  const options = picked && !data.some((one) => one.value === picked.value) ? [...data, picked] : [...data];
  return (
    <Select
      {...(props.isLabelHidden ? { 'aria-label': label } : { label })}
      {...(description === undefined ? {} : { description })}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      required={props.isRequired ?? false}
      clearable={!(props.isRequired ?? false)}
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The server has searched already, in more than the label.
      filter={({ options: all }) => all}
      nothingFoundMessage={isFetching ? undefined : nothingFound}
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
