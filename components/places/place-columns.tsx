'use client';

import { Group, Text } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { CsvValue } from '#components/tables/csv.ts';
import type { TableColumn } from '#components/tables/table-column.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { NamedChoice } from '#lib/registry/domain/unit-choices.ts';
import type { ColouredSearch, UnitRow, UnitSort } from '#lib/registry/domain/unit-list-query.ts';
import { placeColumnIds, type PlaceColumnId } from './place-column-ids.ts';
import classes from './places-view.module.css';
import { StatusAction } from './status-action.tsx';
import { UnitStatusBadge } from './unit-status-badge.tsx';
import { colorOf } from './shown-searches.ts';

/** How a column is drawn; one without cell shows the text of its CSV value. */
interface Look {
  readonly widthPx: number;
  readonly sortKey?: UnitSort;
  readonly csv: (row: UnitRow) => CsvValue;
  readonly cell?: (row: UnitRow) => ReactNode;
}

interface PlaceColumnsInput {
  readonly searches: readonly ColouredSearch[];
  readonly groups: readonly NamedChoice[];
  /** Sets the status of a place from its row; null: the viewer may not. */
  readonly setStatus: ((row: UnitRow, status: UnitStatus) => void) | null;
}

/** The columns of the list of places. */
export function usePlaceColumns({ searches, groups, setStatus }: PlaceColumnsInput): readonly TableColumn<UnitRow>[] {
  const t = useTranslations('places');
  return useMemo(() => {
    const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
    const looks: Record<PlaceColumnId, Look> = {
      ...plainLooks,
      name: {
        ...{ widthPx: 200, sortKey: 'name' },
        csv: ({ name }) => name,
        cell: (row) => <NameCell row={row} searches={searches} />,
      },
      status: {
        ...{ widthPx: 100, sortKey: 'status' },
        csv: ({ status }) => t(`statuses.${status}`),
        cell: ({ status }) => <UnitStatusBadge status={status} />,
      },
      groups: {
        widthPx: 180,
        csv: ({ groupIds = [] }) => groupIds.map((id) => groupNames.get(id) ?? '…').join(', '),
      },
      shape: { widthPx: 90, csv: ({ hasShape }) => (hasShape ? t('list.yes') : t('list.no')) },
      children: { widthPx: 90, csv: ({ hasChildren }) => (hasChildren ? t('list.yes') : t('list.no')) },
    };
    const columns = placeColumnIds.map((id): TableColumn<UnitRow> => {
      const { cell, ...look } = looks[id];
      return {
        ...{ id, header: t(`columns.${id}`), isFixed: id === 'name', ...look },
        cell: cell ?? ((row) => <PlainCell text={look.csv(row)} />),
      };
    });
    if (setStatus === null) return columns;
    const cell = (row: UnitRow) => <StatusAction row={row} setStatus={setStatus} />;
    return [...columns, { id: 'actions', header: t('columns.actions'), isFixed: true, widthPx: 75, cell }];
  }, [t, searches, groups, setStatus]);
}

const plainLooks: Record<Exclude<PlaceColumnId, 'name' | 'status' | 'groups' | 'shape' | 'children'>, Look> = {
  id: { widthPx: 80, sortKey: 'id', csv: ({ legacyId }) => legacyId },
  type: { widthPx: 140, sortKey: 'type', csv: ({ typeName }) => typeName ?? '' },
  parent: { widthPx: 120, csv: ({ parentName }) => parentName ?? '' },
  code: { widthPx: 70, sortKey: 'code', csv: ({ code }) => code ?? '' },
  sourceRef: { widthPx: 140, sortKey: 'sourceRef', csv: ({ sourceRef }) => sourceRef ?? '' },
  aliases: { widthPx: 160, csv: ({ aliases = [] }) => aliases.join(', ') },
  position: {
    widthPx: 160,
    csv: ({ lon, lat }) =>
      typeof lon === 'number' && typeof lat === 'number' ? `${lat.toFixed(5)}, ${lon.toFixed(5)}` : '',
  },
  opened: { widthPx: 110, csv: ({ openingDate }) => openingDate ?? '' },
  closed: { widthPx: 110, csv: ({ closedDate }) => closedDate ?? '' },
  created: {
    ...{ widthPx: 150, sortKey: 'createdAt' },
    csv: ({ createdAt }) => createdAt ?? null,
    cell: ({ createdAt }) => createdAt && <Moment at={createdAt} />,
  },
  createdBy: { widthPx: 140, csv: ({ createdBy }) => createdBy ?? '' },
  updated: {
    ...{ widthPx: 125, sortKey: 'updatedAt' },
    csv: ({ updatedAt }) => updatedAt ?? null,
    cell: ({ updatedAt }) => updatedAt && <RelativeTime at={updatedAt} />,
  },
};

function PlainCell({ text }: { readonly text: CsvValue }) {
  const shown = text === null || text === undefined || text === '' ? '–' : String(text);
  return (
    <Text size="sm" truncate title={shown}>
      {shown}
    </Text>
  );
}

function NameCell({ row, searches }: { readonly row: UnitRow; readonly searches: readonly ColouredSearch[] }) {
  const t = useTranslations('places');
  const { searchIndex, name } = row;
  return (
    <Group gap={8} wrap="nowrap">
      {searches.length > 1 && (
        <span
          className={classes['dot']}
          style={{ background: colorOf(searches[searchIndex], searchIndex) }}
          role="img"
          aria-label={t('searches.foundBy', { number: searchIndex + 1 })}
        />
      )}
      <Text size="sm" fw={560} truncate title={name}>
        {name}
      </Text>
    </Group>
  );
}
