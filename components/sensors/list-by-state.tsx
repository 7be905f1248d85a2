'use client';

import { Button, Group, SegmentedControl, Stack, Title } from '@mantine/core';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, type PagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';

interface ListByStateProps<Row, State extends string> {
  readonly title: string;
  /** The state whose rows are listed, and those there are. */
  readonly state: State;
  readonly states: readonly { readonly value: State; readonly label: string }[];
  /** What the choice of a state is called. */
  readonly stateLabel: string;
  readonly onState: (state: State) => void;
  /** What is done about all that failed; null: nothing is to be done. */
  readonly remedy: { readonly label: string; readonly isRunning: boolean; readonly run: () => void } | null;
  /** Under which the chosen columns are remembered. */
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly list: PagedList<Row>;
  readonly empty: { readonly title: string; readonly description: string };
}

/** What came through one line, or goes through it, by what became of it: with the way to try again what failed. */
export function ListByState<Row extends { readonly id: string }, State extends string>(
  props: ListByStateProps<Row, State>,
) {
  const { title, state, states, stateLabel, onState, remedy, name, columns, list, empty } = props;
  return (
    <Stack component="section" gap="xs" mt="xl" aria-label={title}>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {title}
        </Title>
        {remedy && (
          <Button size="xs" loading={remedy.isRunning} onClick={remedy.run}>
            {remedy.label}
          </Button>
        )}
      </Group>
      <SegmentedControl
        aria-label={stateLabel}
        style={{ alignSelf: 'start', maxWidth: '100%' }}
        value={state}
        onChange={onState}
        data={[...states]}
      />
      <DataTable
        name={name}
        label={title}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        maxHeight="28rem"
        empty={<EmptyState {...empty} />}
      />
    </Stack>
  );
}
