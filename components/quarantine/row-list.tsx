'use client';

import { Badge, Button, Card, Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { isSelected, toggleRow, type Selection } from '#components/tables/selection.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { QuarantinedItemView } from '#lib/passive/domain/quarantine-views.ts';
import classes from './quarantine.module.css';

interface RowListProps {
  readonly rows: readonly QuarantinedItemView[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly withReason: boolean;
  readonly onMore: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

/** The quarantined points of the chosen reason, newest first, to tick or to open. */
export function RowList(props: RowListProps) {
  const { rows, onMore, isLoadingMore } = props;
  const t = useTranslations('passive');
  return (
    <Card p={0}>
      <div className={classes['scroller']} role="region" aria-label={t('quarantine.label')} tabIndex={0}>
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

function Row(props: RowListProps & { readonly row: QuarantinedItemView }) {
  const { row, chosenId, onChoose, selection, onSelection, withReason } = props;
  const t = useTranslations('passive');
  const title = row.sourceHint ?? (row.position < 0 ? t('quarantine.whole') : t('quarantine.unknown'));
  return (
    <li className={classes['row']} data-chosen={row.id === chosenId || undefined} data-row={row.id}>
      <Checkbox
        size="xs"
        mt={4}
        aria-label={`${t('quarantine.selectRow')}: ${title}`}
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
            {title}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} component="span">
            <RelativeTime at={row.createdAt} />
          </Text>
        </Group>
        <Group gap={6} wrap="nowrap">
          {withReason && <Badge size="xs">{t(`reasons.${row.reason}.name`)}</Badge>}
          {row.isEdited && (
            <Badge size="xs" color="cairn">
              {t('quarantine.edited')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" truncate className={classes['preview'] ?? ''}>
          {row.preview ?? row.detail}
        </Text>
      </UnstyledButton>
    </li>
  );
}
