'use client';

import { Badge, Code, Group, Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { CodebookVariable } from '#lib/passive/domain/codebook/codebook.ts';

/** Examples that a cell shows; the file has all of them. */
const shownExamples = 6;

/** The columns of a type's variables: where, what it means, what it has been. */
export function useVariableColumns(): readonly TableColumn<CodebookVariable>[] {
  const t = useTranslations('codebook');
  const format = useFormatter();
  return useMemo((): TableColumn<CodebookVariable>[] => {
    const number = (value: number) => format.number(value, { maximumFractionDigits: 6 });
    const count = (value: number | null) => (value === null ? '–' : format.number(value));
    return [
      {
        id: 'path',
        header: t('path'),
        widthPx: 240,
        isFixed: true,
        csv: ({ path }) => path,
        cell: ({ path }) => (
          <Tooltip label={path} openDelay={600}>
            <Code style={{ whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }}>{path}</Code>
          </Tooltip>
        ),
      },
      {
        id: 'group',
        header: t('group'),
        widthPx: 110,
        csv: ({ group }) => group,
        cell: ({ group }) => (
          <Text size="sm" truncate>
            {group === '' ? '–' : group}
          </Text>
        ),
      },
      {
        id: 'description',
        header: t('text'),
        widthPx: 320,
        csv: ({ description }) => description,
        cell: ({ description }) => (
          <Text size="sm" lineClamp={2} {...(description === '' ? { c: 'dimmed' } : {})}>
            {description === '' ? t('noDescription') : description}
          </Text>
        ),
      },
      {
        id: 'kinds',
        header: t('kinds'),
        widthPx: 170,
        csv: ({ kinds }) => kinds.join(', '),
        cell: ({ kinds }) => (
          <Group gap={4} wrap="nowrap">
            {kinds.map((kind) => (
              <Badge key={kind} size="sm" variant="default" tt="none" fw={500}>
                {t(`kind.${kind}`)}
              </Badge>
            ))}
          </Group>
        ),
      },
      {
        id: 'range',
        header: t('range'),
        widthPx: 300,
        align: 'end',
        csv: ({ minimum, maximum }) => (minimum === null ? '' : `${String(minimum)} – ${String(maximum)}`),
        cell: ({ minimum, maximum }) =>
          minimum === null || maximum === null ? '–' : `${number(minimum)} – ${number(maximum)}`,
      },
      {
        id: 'examples',
        header: t('examples'),
        widthPx: 240,
        csv: ({ examples }) => examples?.join(', ') ?? '',
        cell: ({ examples }) => (
          <Text size="sm" truncate>
            {examples === null
              ? '–'
              : examples.slice(0, shownExamples).join(', ') + (examples.length > shownExamples ? ' …' : '')}
          </Text>
        ),
      },
      {
        id: 'longest',
        header: t('longestText'),
        widthPx: 110,
        align: 'end',
        isHiddenAtFirst: true,
        csv: ({ longestText }) => longestText,
        cell: ({ longestText }) => count(longestText === 0 ? null : longestText),
      },
      {
        id: 'items',
        header: t('longestList'),
        widthPx: 110,
        align: 'end',
        isHiddenAtFirst: true,
        csv: ({ longestList }) => longestList,
        cell: ({ longestList }) => count(longestList === 0 ? null : longestList),
      },
      {
        id: 'points',
        header: t('points'),
        widthPx: 110,
        align: 'end',
        csv: ({ pointCount }) => pointCount,
        cell: ({ pointCount }) => count(pointCount),
      },
      {
        id: 'first',
        header: t('firstSeen'),
        widthPx: 140,
        csv: ({ firstSeenAt }) => firstSeenAt,
        cell: ({ firstSeenAt }) => <RelativeTime at={firstSeenAt} />,
      },
      {
        id: 'last',
        header: t('lastSeen'),
        widthPx: 140,
        csv: ({ lastSeenAt }) => lastSeenAt,
        cell: ({ lastSeenAt }) => <RelativeTime at={lastSeenAt} />,
      },
    ];
  }, [t, format]);
}
