'use client';

import { Button, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { UnitGroupSet } from '#lib/registry/domain/unit-group.ts';
import { GroupSetForm } from './group-form.tsx';
import { fetchGroupSets, removeGroupSet, type GroupsView } from './group-queries.ts';
import { RowActions } from './row-actions.tsx';

interface GroupSetTableProps {
  readonly view: GroupsView;
  readonly canEdit: boolean;
  readonly toolbar: ReactNode;
}

/** The group sets of a version, with their groups. */
export function GroupSetTable({ view, canEdit, toolbar }: GroupSetTableProps) {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const [edited, setEdited] = useState<UnitGroupSet | 'new' | null>(null);
  const list = usePagedList({
    queryKey: ['unit-groups', 'sets', view],
    fetchPage: (cursor, signal) => fetchGroupSets(view, cursor, signal),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['unit-groups'] });
  const remove = ({ id, name }: UnitGroupSet) => {
    confirm({
      title: t('groups.removeSetTitle'),
      message: t('groups.removeSetMessage', { name }),
      action: t('groups.removeAction'),
      isDestructive: true,
      onConfirm: async () => {
        await removeGroupSet(id);
        await refresh();
        notifications.show({ message: t('types.removed', { name }) });
      },
    });
  };
  const close = () => {
    setEdited(null);
  };
  const columns = useGroupSetTableColumns();
  const actions: TableColumn<UnitGroupSet> = {
    id: 'actions',
    header: t('actions'),
    widthPx: 110,
    cell: (row) => (
      <RowActions
        name={row.name}
        onEdit={() => {
          setEdited(row);
        }}
        onRemove={() => {
          remove(row);
        }}
      />
    ),
  };
  return (
    <>
      <DataTable
        name="group-sets"
        label={t('groups.sets')}
        columns={canEdit ? [...columns, actions] : columns}
        rows={list.rows}
        rowId={({ id }) => id}
        {...(canEdit ? { onOpen: setEdited } : {})}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.retry}
        onMore={list.more}
        isLoadingMore={list.isLoadingMore}
        toolbar={
          <>
            {toolbar}
            {canEdit && (
              <Button
                leftSection={<IconPlus size={16} />}
                onClick={() => {
                  setEdited('new');
                }}
              >
                {t('groups.addSet')}
              </Button>
            )}
          </>
        }
        empty={<EmptyState title={t('groups.emptySets')} description={t('groups.emptySetsDescription')} />}
      />
      <Modal
        opened={edited !== null}
        onClose={close}
        title={t(edited === 'new' ? 'groups.newSetTitle' : 'groups.editSetTitle')}
      >
        <GroupSetForm
          set={edited === 'new' ? null : edited}
          versionId={view.version}
          onCancel={close}
          onSaved={async (name) => {
            await refresh();
            close();
            notifications.show({ message: t('saved', { name }) });
          }}
        />
      </Modal>
    </>
  );
}

function useGroupSetTableColumns(): readonly TableColumn<UnitGroupSet>[] {
  const t = useTranslations('pyramids');
  return [
    {
      id: 'name',
      header: t('name'),
      widthPx: 240,
      isFixed: true,
      csv: ({ name }) => name,
      cell: ({ name }) => (
        <Text size="sm" fw={560} truncate>
          {name}
        </Text>
      ),
    },
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
  ];
}
