'use client';

import { Button, Card, Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { isSelected, toggleRow, type Selection } from '#components/tables/selection.ts';
import type { PagedList } from '#components/tables/use-paged-list.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import classes from './quarantine.module.css';

/** What a row of the list shows of a case. */
export interface CaseFace {
  readonly title: string;
  readonly at: Date;
  /** Below the title and the time. */
  readonly body: ReactNode;
}

/** What is ticked and what is open. */
export interface Picking {
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
}

interface PickListProps<Row> extends Picking {
  readonly list: PagedList<Row>;
  /** What the list is, for screen readers. */
  readonly label: string;
  /** What ticking a row is called; its title is added. */
  readonly selectLabel: string;
  readonly faceOf: (row: Row) => CaseFace;
}

/** Cases, newest first, to tick or to open. */
export function PickList<Row extends { readonly id: string }>(props: PickListProps<Row>) {
  const { list, label, selectLabel, faceOf, ...picking } = props;
  const t = useTranslations('passive');
  return (
    <Card p={0}>
      <div className={classes['scroller']} role="region" aria-label={label} tabIndex={0}>
        <ul className={classes['rows']}>
          {list.rows.map((row) => (
            <PickRow key={row.id} id={row.id} face={faceOf(row)} selectLabel={selectLabel} {...picking} />
          ))}
        </ul>
      </div>
      {list.more && (
        <Group justify="center" p={6}>
          <Button size="compact-xs" variant="subtle" loading={list.isLoadingMore} onClick={list.more}>
            {t('quarantine.more')}
          </Button>
        </Group>
      )}
    </Card>
  );
}

interface PickRowProps extends Picking {
  readonly id: string;
  readonly face: CaseFace;
  readonly selectLabel: string;
}

function PickRow({ id, face, selectLabel, chosenId, onChoose, selection, onSelection }: PickRowProps) {
  const isChosen = id === chosenId;
  return (
    <li className={classes['row']} data-chosen={isChosen || undefined} data-row={id}>
      <Checkbox
        size="xs"
        mt={4}
        aria-label={`${selectLabel}: ${face.title}`}
        checked={isSelected(selection, id)}
        onChange={() => {
          onSelection(toggleRow(selection, id));
        }}
      />
      <UnstyledButton
        className={classes['open'] ?? ''}
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => {
          onChoose(id);
        }}
      >
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm" fw={560} truncate>
            {face.title}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} component="span">
            <RelativeTime at={face.at} />
          </Text>
        </Group>
        {face.body}
      </UnstyledButton>
    </li>
  );
}
