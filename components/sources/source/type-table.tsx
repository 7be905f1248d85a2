'use client';

import { Anchor, Card, Table, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';
import { useSourceTypeName } from './type-names.ts';

const perDayMs = 86_400_000;

interface TypeTableProps {
  readonly types: readonly SourceType[];
  readonly onPoints: (typeId: number) => void;
}

/** What a source sent: each type with its number, its newest, its span and how often it comes. */
export function TypeTable({ types, onPoints }: TypeTableProps) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const typeName = useSourceTypeName();
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return (
    <Card p={0} component="section" aria-label={t('typeTable.title')}>
      <Table.ScrollContainer minWidth={720}>
        <Table aria-label={t('typeTable.label')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('typeTable.type')}</Table.Th>
              <Table.Th ta="end">{t('typeTable.points')}</Table.Th>
              <Table.Th>{t('typeTable.lastMade')}</Table.Th>
              <Table.Th>{t('typeTable.lastReceived')}</Table.Th>
              <Table.Th>{t('typeTable.range')}</Table.Th>
              <Table.Th>{t('typeTable.rate')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {types.map((type) => (
              <Table.Tr key={type.typeId}>
                <Table.Td>
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    fw={560}
                    ta="start"
                    onClick={() => {
                      onPoints(type.typeId);
                    }}
                  >
                    {typeName(type)}
                  </Anchor>
                  {typeName(type) !== type.identifier && (
                    <Text size="xs" c="dimmed">
                      {type.identifier}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="end">{format.number(type.pointCount)}</Table.Td>
                <Table.Td>
                  <RelativeTime at={type.lastCreatedAt} />
                </Table.Td>
                <Table.Td>
                  <RelativeTime at={type.lastRecordedAt} />
                </Table.Td>
                <Table.Td suppressHydrationWarning>
                  {`${format.dateTime(type.firstCreatedAt, day)} – ${format.dateTime(type.lastCreatedAt, day)}`}
                </Table.Td>
                <Table.Td>
                  <Rate type={type} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

/** Points per minute, hour, day or week: the first unit in which there is at least one. */
function Rate({ type }: { readonly type: SourceType }) {
  const t = useTranslations('passive');
  const spanMs = type.lastCreatedAt.getTime() - type.firstCreatedAt.getTime();
  if (spanMs <= 0) return t('typeTable.once');
  const perDay = ((type.pointCount - 1) / spanMs) * perDayMs;
  if (perDay >= 1440) return t('typeTable.perMinute', { rate: perDay / 1440 });
  if (perDay >= 24) return t('typeTable.perHour', { rate: perDay / 24 });
  if (perDay >= 1) return t('typeTable.perDay', { rate: perDay });
  return t('typeTable.perWeek', { rate: perDay * 7 });
}
