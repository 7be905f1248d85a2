import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

/** What is known of a thing, as a word and its value each. */
export type Facts = readonly (readonly [label: string, value: ReactNode])[];

/** Facts side by side, as many in a row as there is room for. */
export function FactList({ facts }: { readonly facts: Facts }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes['fact']}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" size="sm" className={classes['value'] ?? ''}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
