import { Box, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** What one can do with a row. */
export interface RowAction {
  readonly label: string;
  /** The same with the name of the row, for screen readers. */
  readonly labelOfThis: string;
  readonly onClick: () => void;
  readonly isRunning?: boolean;
}

interface ManagedRowProps {
  readonly name: string;
  readonly isFirst: boolean;
  /** Beside the name. */
  readonly badges: ReactNode;
  /** Below the name, small. */
  readonly details: ReactNode;
  /** Before the actions. */
  readonly lead?: ReactNode;
  readonly actions: readonly RowAction[];
}

/** One of a few things that are kept in a card: what it is, how it is doing, and what one can do. */
export function ManagedRow({ name, isFirst, badges, details, lead, actions }: ManagedRowProps) {
  return (
    <Box p="md" style={isFirst ? undefined : { borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
          <Group gap="xs">
            <Text fw={560} size="sm">
              {name}
            </Text>
            {badges}
          </Group>
          {details}
        </div>
        <Group gap="xs">
          {lead}
          {actions.map(({ label, labelOfThis, onClick, isRunning = false }) => (
            <Button
              key={label}
              size="xs"
              variant="default"
              loading={isRunning}
              aria-label={labelOfThis}
              onClick={onClick}
            >
              {label}
            </Button>
          ))}
        </Group>
      </Group>
    </Box>
  );
}

interface RowDetailProps {
  readonly children: ReactNode;
  /** Something is wrong. */
  readonly isBad?: boolean;
}

/** A line below the name of a row; long words wrap. */
export function RowDetail({ children, isBad = false }: RowDetailProps) {
  return (
    <Text size="xs" c={isBad ? 'var(--cairn-bad)' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  );
}

interface RowCountProps {
  /** The number in words. */
  readonly words: string;
  readonly labelOfThis: string;
  readonly isBad: boolean;
  readonly onClick: () => void;
}

/** A number that leads to what is behind it. */
export function RowCount({ words, labelOfThis, isBad, onClick }: RowCountProps) {
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      {...(isBad && { c: 'var(--cairn-bad)' })}
      aria-label={labelOfThis}
      onClick={onClick}
    >
      {words}
    </Button>
  );
}
