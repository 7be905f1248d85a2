'use client';

import { Badge, Button, Card, Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { isSelected, toggleRow, type Selection } from '#components/tables/selection.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { RefusedItem } from '#lib/passive/domain/refused-views.ts';
import classes from '../quarantine.module.css';

interface RefusedListProps {
  readonly rows: readonly RefusedItem[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onMore: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

/** Refused uploads, newest first, to tick or to open. */
export function RefusedList(props: RefusedListProps) {
  const { rows, onMore, isLoadingMore } = props;
  const t = useTranslations('passive');
  return (
    <Card p={0}>
      <div className={classes['scroller']} role="region" aria-label={t('refused.label')} tabIndex={0}>
        <ul className={classes['rows']}>
          {rows.map((row) => (
            <Row key={row.id} row={row} {...props} />
          ))}
        </ul>
      </div>
      {onMore && (
        <Group justify="center" p={6}>
          <Button size="compact-xs" variant="subtle" loading={isLoadingMore} onClick={onMore}>
            {t('quarantine.more')}
          </Button>
        </Group>
      )}
    </Card>
  );
}

function Row(props: RefusedListProps & { readonly row: RefusedItem }) {
  const { row, chosenId, onChoose, selection, onSelection } = props;
  const t = useTranslations('passive');
  const size = useSizeLabel();
  const from = row.claimedSource ?? row.userAgent ?? row.remoteAddress ?? t('quarantine.unknown');
  return (
    <li className={classes['row']} data-chosen={row.id === chosenId || undefined}>
      <Checkbox
        size="xs"
        mt={4}
        aria-label={`${t('refused.selectRow')}: ${from}`}
        checked={isSelected(selection, row.id)}
        onChange={() => {
          onSelection(toggleRow(selection, row.id));
        }}
      />
      <UnstyledButton
        className={classes['open'] ?? ''}
        aria-current={row.id === chosenId ? 'true' : undefined}
        onClick={() => {
          onChoose(row.id);
        }}
      >
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm" fw={560} truncate>
            {from}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} component="span">
            <RelativeTime at={row.receivedAt} />
          </Text>
        </Group>
        <Group gap={6} justify="space-between" wrap="nowrap">
          <Badge size="xs">{t(`refusals.${row.reason}.name`)}</Badge>
          <Text size="xs" c="dimmed" component="span">
            {size(row.sizeBytes)}
          </Text>
        </Group>
      </UnstyledButton>
    </li>
  );
}
