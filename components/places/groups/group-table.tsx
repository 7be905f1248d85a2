'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useMemo, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { nameColumn } from '#components/tables/name-column.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import type { UnitGroup } from '#lib/registry/domain/unit-group.ts';
import { GroupForm } from './group-form.tsx';
import { fetchGroups, removeGroup, type GroupsView } from './group-queries.ts';
import { ManagedTable } from './managed-table.tsx';

interface GroupTableProps {
  readonly view: GroupsView;
  readonly canEdit: boolean;
  readonly toolbar: ReactNode;
}

/** The groups of a version, with how many units each has. */
export function GroupTable(props: GroupTableProps) {
  const t = useTranslations('pyramids');
  const words = useMemo(
    () => ({
      label: t('groups.label'),
      add: t('groups.add'),
      empty: t('groups.empty'),
      emptyDescription: t('groups.emptyDescription'),
      newTitle: t('groups.newTitle'),
      editTitle: t('groups.editTitle'),
      removeTitle: t('groups.removeTitle'),
      removeMessage: ({ name, unitCount }: UnitGroup) => t('groups.removeMessage', { name, count: unitCount }),
    }),
    [t],
  );
  return (
    <ManagedTable
      {...props}
      name="groups"
      words={words}
      columns={useGroupColumns()}
      fetchPage={fetchGroups}
      onRemove={removeGroup}
      form={(group, end) => <GroupForm group={group} versionId={props.view.version} {...end} />}
    />
  );
}

function useGroupColumns(): readonly TableColumn<UnitGroup>[] {
  const t = useTranslations('pyramids');
  const format = useFormatter();
  const href = useStudyHref();
  return useMemo(
    (): TableColumn<UnitGroup>[] => [
      nameColumn(t('name'), 240),
      {
        id: 'sourceRef',
        header: t('groups.sourceRef'),
        widthPx: 180,
        csv: ({ sourceRef }) => sourceRef,
        cell: ({ sourceRef }) => sourceRef ?? '–',
      },
      {
        id: 'units',
        header: t('units'),
        widthPx: 110,
        align: 'end',
        csv: ({ unitCount }) => unitCount,
        cell: ({ id, versionId, unitCount }) => (
          <Anchor component={Link} size="sm" href={href(unitsAddress(versionId, id))}>
            {format.number(unitCount)}
          </Anchor>
        ),
      },
      {
        id: 'sets',
        header: t('groups.inSets'),
        widthPx: 220,
        csv: ({ sets }) => sets.map(({ name }) => name).join(', '),
        cell: ({ sets }) => sets.map(({ name }) => name).join(', ') || '–',
      },
    ],
    [t, format, href],
  );
}

/** Address of the list of a group's units, whatever their status. */
function unitsAddress(versionId: string, groupId: string): string {
  const searches = encodeURIComponent(JSON.stringify([{ groupIds: [groupId], status: [] }]));
  return `/places?version=${versionId}&searches=${searches}`;
}
