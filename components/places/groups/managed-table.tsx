'use client';

import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { GroupsView } from './group-queries.ts';
import { RowActions } from './row-actions.tsx';

interface Managed {
  readonly id: string;
  readonly name: string;
}

/** How the form of a row ends. */
export interface FormEnd {
  readonly onCancel: () => void;
  readonly onSaved: (name: string) => Promise<void>;
}

interface ManagedTableProps<Row extends Managed> {
  readonly name: 'groups' | 'group-sets';
  readonly view: GroupsView;
  readonly canEdit: boolean;
  readonly toolbar: ReactNode;
  /** Memoized. */
  readonly columns: readonly TableColumn<Row>[];
  readonly words: {
    readonly label: string;
    readonly add: string;
    readonly empty: string;
    readonly emptyDescription: string;
    readonly newTitle: string;
    readonly editTitle: string;
    readonly removeTitle: string;
    readonly removeMessage: (row: Row) => string;
  };
  readonly fetchPage: (
    view: GroupsView,
    cursor: string | null,
    signal: AbortSignal,
  ) => Promise<{ readonly items: readonly Row[]; readonly next: string | null }>;
  readonly onRemove: (id: string) => Promise<unknown>;
  /** The form of a row; null: of a new one. */
  readonly form: (row: Row | null, end: FormEnd) => ReactNode;
}

/** A list of what a version keeps beside its units, with a form to add and to change, and removal. */
export function ManagedTable<Row extends Managed>(props: ManagedTableProps<Row>) {
  const { name, view, canEdit, columns, words, fetchPage } = props;
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Row | 'new' | null>(null);
  const list = usePagedList({
    queryKey: ['unit-groups', name, view],
    fetchPage: (cursor, signal) => fetchPage(view, cursor, signal),
  });
  const actions = useActions({ ...props, onEdit: setEdited });
  const shown = useMemo(() => (canEdit ? [...columns, actions] : columns), [canEdit, columns, actions]);
  const close = () => {
    setEdited(null);
  };
  const end = {
    onCancel: close,
    onSaved: async (saved: string) => {
      await queries.invalidateQueries({ queryKey: ['unit-groups'] });
      close();
      notifications.show({ message: t('saved', { name: saved }) });
    },
  };
  const add = () => {
    setEdited('new');
  };
  return (
    <>
      <DataTable
        name={name}
        label={words.label}
        columns={shown}
        {...tableProps(list)}
        rowId={({ id }) => id}
        {...(canEdit ? { onOpen: setEdited } : {})}
        toolbar={
          <>
            {props.toolbar}
            {canEdit && <AddButton label={words.add} onClick={add} />}
          </>
        }
        empty={<EmptyState title={words.empty} description={words.emptyDescription} />}
      />
      <Modal opened={edited !== null} onClose={close} title={edited === 'new' ? words.newTitle : words.editTitle}>
        {props.form(edited === 'new' ? null : edited, end)}
      </Modal>
    </>
  );
}

type ActionsInput<Row extends Managed> = Pick<ManagedTableProps<Row>, 'words' | 'onRemove'> & {
  readonly onEdit: (row: Row) => void;
};

function useActions<Row extends Managed>({ words, onRemove, onEdit }: ActionsInput<Row>): TableColumn<Row> {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const { removeTitle, removeMessage } = words;
  return useMemo(() => {
    const remove = (row: Row) => {
      confirm({
        title: removeTitle,
        message: removeMessage(row),
        action: t('groups.removeAction'),
        isDestructive: true,
        onConfirm: async () => {
          await onRemove(row.id);
          await queries.invalidateQueries({ queryKey: ['unit-groups'] });
          notifications.show({ message: t('types.removed', { name: row.name }) });
        },
      });
    };
    return {
      id: 'actions',
      header: t('actions'),
      widthPx: 110,
      cell: (row) => (
        <RowActions
          name={row.name}
          onEdit={() => {
            onEdit(row);
          }}
          onRemove={() => {
            remove(row);
          }}
        />
      ),
    };
  }, [t, queries, confirm, removeTitle, removeMessage, onRemove, onEdit]);
}
