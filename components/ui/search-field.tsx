'use client';

import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

const searchDelayMs = 250;
const longestText = 200;

interface SearchFieldProps {
  readonly label: string;
  readonly clearLabel: string;
  /** The text that is looked for now. */
  readonly value: string;
  /** Called with the trimmed text once typing rests. */
  readonly onSearch: (text: string) => void;
}

/** The text box of a list's filters. */
export function SearchField({ label, clearLabel, value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  // Back, forward and "clear the filters" change the address from outside; typing changes it from here.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value);
  }, [value]);
  const searchSoon = useDebouncedCallback(onSearch, searchDelayMs);
  const change = (next: string) => {
    setText(next);
    searchSoon(next.trim());
  };
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={
        text !== '' && (
          <CloseButton
            size="sm"
            aria-label={clearLabel}
            onClick={() => {
              change('');
            }}
          />
        )
      }
      value={text}
      maxLength={longestText}
      onChange={(event) => {
        change(event.currentTarget.value);
      }}
      // Whatever the person turns to next finds the text written.
      onBlur={() => {
        searchSoon.flush();
      }}
      style={{ flex: '1 1 14rem', maxWidth: '22rem' }}
    />
  );
}
