'use client';

import { Textarea } from '@mantine/core';

interface DescriptionFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** What people say of a place or an installation, in lines. */
export function DescriptionField({ label, value, onChange }: DescriptionFieldProps) {
  return (
    <Textarea
      label={label}
      maxLength={4000}
      autosize
      minRows={2}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
