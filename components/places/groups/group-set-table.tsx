'use client';

import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { nameColumn } from '#components/tables/name-column.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import type { UnitGroupSet } from '#lib/registry/domain/unit-group.ts';
import { GroupSetForm } from './group-form.tsx';
import { fetchGroupSets, removeGroupSet, type GroupsView } from './group-queries.ts';
import { ManagedTable } from './managed-table.tsx';

interface GroupSetTableProps {
  readonly view: GroupsView;
  readonly canEdit: boolean;
  readonly toolbar: ReactNode;
}

/** The group sets of a version, with their groups. */
export function GroupSetTable(props: GroupSetTableProps) {
  const t = useTranslations('pyramids');
  const words = useMemo(
    () => ({
      label: t('groups.sets'),
      add: t('groups.addSet'),
      empty: t('groups.emptySets'),
      emptyDescription: t('groups.emptySetsDescription'),
      newTitle: t('groups.newSetTitle'),
      editTitle: t('groups.editSetTitle'),
      removeTitle: t('groups.removeSetTitle'),
      removeMessage: ({ name }: UnitGroupSet) => t('groups.removeSetMessage', { name }),
    }),
    [t],
  );
  return (
    <ManagedTable
      {...props}
      name="group-sets"
      words={words}
      columns={useSetColumns()}
      fetchPage={fetchGroupSets}
      onRemove={removeGroupSet}
      form={(set, end) => <GroupSetForm set={set} versionId={props.view.version} {...end} />}
    />
  );
}

function useSetColumns(): readonly TableColumn<UnitGroupSet>[] {
  const t = useTranslations('pyramids');
  return useMemo(
    (): TableColumn<UnitGroupSet>[] => [
      nameColumn(t('name'), 240),
      {
        id: 'sourceRef',
        header: t('groups.sourceRef'),
        widthPx: 180,
        csv: ({ sourceRef }) => sourceRef,
        cell: ({ sourceRef }) => sourceRef ?? '–',
      },
      {
        id: 'belonging',
        header: t('groups.belonging'),
        widthPx: 180,
        csv: ({ belonging }) => t(`groups.${belonging}`),
        cell: ({ belonging }) => t(`groups.${belonging}`),
      },
      {
        id: 'groups',
        header: t('groups.groups'),
        widthPx: 300,
        csv: ({ groups }) => groups.map(({ name }) => name).join(', '),
        cell: ({ groups }) => groups.map(({ name }) => name).join(', ') || '–',
      },
    ],
    [t],
  );
}
