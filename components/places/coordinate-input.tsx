'use client';

import { NumberInput } from '@mantine/core';
import { useState } from 'react';

interface CoordinateInputProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: number | null;
  /** Largest value; the smallest is its negative. */
  readonly limit: number;
  readonly onCommit: (value: number) => void;
}

/** A number of degrees or metres that counts when the field is left or Enter is pressed: one act, not one for each key. */
export function CoordinateInput({ label, isLabelHidden = false, value, limit, onCommit }: CoordinateInputProps) {
  const [text, setText] = useState<number | string>(value ?? '');
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setText(value ?? '');
  }
  const commit = () => {
    if (typeof text === 'number' && text !== value) onCommit(text);
    else if (typeof text === 'string') setText(value ?? '');
  };
  return (
    <NumberInput
      size="xs"
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      value={text}
      onChange={setText}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit();
      }}
      min={-limit}
      max={limit}
      decimalScale={7}
      hideControls
      style={{ flex: 1, minWidth: 0 }}
    />
  );
}
