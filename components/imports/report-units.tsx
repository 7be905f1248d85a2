'use client';

import { SegmentedControl, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { unitActs, type UnitAct } from '#lib/registry/domain/import-report.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { ImportData, ImportUnitData } from './import-data.ts';
import { fetchUnits } from './import-queries.ts';

/** A place of the file and where it stands in the list. */
interface PlacedUnit extends ImportUnitData {
  readonly place: string;
}

/** What becomes of each place of a file, page by page, all or those of one fate. */
export function ReportUnits({ of }: { readonly of: ImportData }) {
  const t = useTranslations('imports');
  const [act, setAct] = useState<UnitAct | null>(null);
  const list = usePagedList({
    queryKey: ['imports', 'units', of.id, of.taskId, act],
    fetchPage: (cursor, signal) => fetchUnits({ id: of.id, cursor, act }, signal),
  });
  const rows = useMemo(() => list.rows.map((row, place) => ({ ...row, place: String(place) })), [list.rows]);
  const columns = useColumns();
  return (
    <DataTable
      name="import-places"
      label={t('units.label')}
      columns={columns}
      {...tableProps({ ...list, rows })}
      rowId={({ place }) => place}
      maxHeight="60dvh"
      toolbar={
        <SegmentedControl
          aria-label={t('units.act')}
          value={act ?? 'all'}
          onChange={(value) => {
            setAct(unitActs.find((known) => known === value) ?? null);
          }}
          data={[
            { value: 'all', label: t('units.all') },
            ...unitActs.map((known) => ({ value: known, label: t(`units.${known}`) })),
          ]}
        />
      }
      empty={<EmptyState title={t('units.emptyTitle')} description={t('units.emptyDescription')} />}
    />
  );
}

const members = {
  parentId: 'units.members.parentId',
  type: 'units.members.type',
  name: 'units.members.name',
  sourceRef: 'units.members.sourceRef',
  code: 'units.members.code',
  status: 'units.members.status',
  aliases: 'units.members.aliases',
  location: 'units.members.location',
  accuracyM: 'units.members.accuracyM',
  geomHash: 'units.members.geomHash',
  openingDate: 'units.members.openingDate',
  closedDate: 'units.members.closedDate',
  groupRefs: 'units.members.groupRefs',
  extraFields: 'units.members.extraFields',
} as const;

function useColumns(): readonly TableColumn<PlacedUnit>[] {
  const t = useTranslations('imports');
  const format = useFormatter();
  return useMemo((): TableColumn<PlacedUnit>[] => {
    const changesOf = ({ changed }: ImportUnitData): string =>
      changed.map((member) => (member in members ? t(members[member as keyof typeof members]) : member)).join(', ');
    return [
      {
        id: 'line',
        header: t('rows.line'),
        isFixed: true,
        align: 'end',
        widthPx: 80,
        csv: ({ line }) => line,
        cell: ({ line }) => format.number(line),
      },
      {
        id: 'name',
        header: t('units.name'),
        isFixed: true,
        widthPx: 260,
        csv: ({ name }) => name,
        cell: ({ name }) => <Text size="sm">{name}</Text>,
      },
      {
        id: 'type',
        header: t('units.type'),
        widthPx: 180,
        csv: ({ type }) => type,
        cell: ({ type, layer }) => <Text size="sm">{layer ?? type}</Text>,
      },
      {
        id: 'act',
        header: t('units.act'),
        widthPx: 120,
        csv: (unit) => t(`units.${unit.act}`),
        cell: (unit) => <Text size="sm">{t(`units.${unit.act}`)}</Text>,
      },
      {
        id: 'changed',
        header: t('units.changed'),
        widthPx: 240,
        csv: changesOf,
        cell: (unit) => <Text size="sm">{changesOf(unit)}</Text>,
      },
    ];
  }, [t, format]);
}
