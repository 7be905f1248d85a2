'use client';

import { Badge, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { PagedList } from '#components/tables/use-paged-list.ts';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { RefusedItem } from '#lib/passive/domain/refused-views.ts';
import { PickList, type CaseFace, type Picking } from '../pick-list.tsx';

interface RefusedListProps extends Picking {
  readonly list: PagedList<RefusedItem>;
}

/** Refused uploads. */
export function RefusedList({ list, ...picking }: RefusedListProps) {
  const t = useTranslations('passive');
  const size = useSizeLabel();
  const faceOf = (row: RefusedItem): CaseFace => ({
    title: row.claimedSource ?? row.userAgent ?? row.remoteAddress ?? t('quarantine.unknown'),
    at: row.receivedAt,
    body: (
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Badge size="xs">{t(`refusals.${row.reason}.name`)}</Badge>
        <Text size="xs" c="dimmed" component="span">
          {size(row.sizeBytes)}
        </Text>
      </Group>
    ),
  });
  const labels = { label: t('refused.label'), selectLabel: t('refused.selectRow') };
  return <PickList list={list} faceOf={faceOf} {...labels} {...picking} />;
}
