'use client';

import { Badge, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { PagedList } from '#components/tables/use-paged-list.ts';
import type { QuarantinedItemView } from '#lib/passive/domain/quarantine-views.ts';
import { PickList, type CaseFace, type Picking } from './pick-list.tsx';
import classes from './quarantine.module.css';

interface PointListProps extends Picking {
  readonly list: PagedList<QuarantinedItemView>;
  readonly withReason: boolean;
}

/** The quarantined points of the chosen reason. */
export function PointList({ list, withReason, ...picking }: PointListProps) {
  const t = useTranslations('passive');
  const faceOf = (row: QuarantinedItemView): CaseFace => ({
    title: row.sourceHint ?? (row.position < 0 ? t('quarantine.whole') : t('quarantine.unknown')),
    at: row.createdAt,
    body: (
      <>
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
      </>
    ),
  });
  const labels = { label: t('quarantine.label'), selectLabel: t('quarantine.selectRow') };
  return <PickList list={list} faceOf={faceOf} {...labels} {...picking} />;
}
