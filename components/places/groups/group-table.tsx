'use client';

import { Anchor, Button, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { UnitGroup } from '#lib/registry/domain/unit-group.ts';
import { GroupForm } from './group-form.tsx';
import { fetchGroups, removeGroup, type GroupsView } from './group-queries.ts';
import { RowActions } from './row-actions.tsx';

interface GroupTableProps {
  readonly view: GroupsView;
  readonly canEdit: boolean;
  readonly toolbar: ReactNode;
}

/** The groups of a version, with how many units each has. */
export function GroupTable({ view, canEdit, toolbar }: GroupTableProps) {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const [edited, setEdited] = useState<UnitGroup | 'new' | null>(null);
  const list = usePagedList({
    queryKey: ['unit-groups', 'groups', view],
    fetchPage: (cursor, signal) => fetchGroups(view, cursor, signal),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['unit-groups'] });
  const remove = ({ id, name, unitCount }: UnitGroup) => {
    confirm({
      title: t('groups.removeTitle'),
      message: t('groups.removeMessage', { name, count: unitCount }),
      action: t('groups.removeAction'),
      isDestructive: true,
      onConfirm: async () => {
        await removeGroup(id);
        await refresh();
        notifications.show({ message: t('types.removed', { name }) });
      },
    });
  };
  const close = () => {
    setEdited(null);
  };
  const columns = useGroupTableColumns();
  const actions: TableColumn<UnitGroup> = {
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
        name="groups"
        label={t('groups.label')}
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
                {t('groups.add')}
              </Button>
            )}
          </>
        }
        empty={<EmptyState title={t('groups.empty')} description={t('groups.emptyDescription')} />}
      />
      <Modal
        opened={edited !== null}
        onClose={close}
        title={t(edited === 'new' ? 'groups.newTitle' : 'groups.editTitle')}
      >
        <GroupForm
          group={edited === 'new' ? null : edited}
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

function useGroupTableColumns(): readonly TableColumn<UnitGroup>[] {
  const t = useTranslations('pyramids');
  const format = useFormatter();
  const href = useStudyHref();
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
  ];
}

/** Address of the list of a group's units, whatever their status. */
function unitsAddress(versionId: string, groupId: string): string {
  const searches = encodeURIComponent(JSON.stringify([{ groupIds: [groupId], status: [] }]));
  return `/places?version=${versionId}&searches=${searches}`;
}
