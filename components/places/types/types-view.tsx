'use client';

import { ActionIcon, Group, Modal, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import { nameColumn } from '#components/tables/name-column.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import type { UnitType } from '#lib/registry/domain/unit-type.ts';
import { PlacesTabs } from '../places-tabs.tsx';
import type { StudyChoice } from '../pyramids/pyramid-queries.ts';
import { TypeForm } from './type-form.tsx';
import { fetchTypes, removeType } from './type-queries.ts';

interface TypesViewProps {
  readonly initial: { readonly items: readonly UnitType[]; readonly next: string | null };
  readonly studies: readonly StudyChoice[];
  readonly canEdit: boolean;
}

/** The types of units from the top down. */
export function TypesView({ initial, studies, canEdit }: TypesViewProps) {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const [text, setText] = useQueryState('text', parseAsString.withDefault(''));
  const [edited, setEdited] = useState<UnitType | 'new' | null>(null);
  const list = usePagedList({
    queryKey: ['unit-types', 'list', text],
    fetchPage: (cursor, signal) => fetchTypes(text, cursor, signal),
    initial: text === '' ? initial : undefined,
  });
  const all = usePagedList({
    queryKey: ['unit-types', 'list', ''],
    fetchPage: (cursor, signal) => fetchTypes('', cursor, signal),
    initial,
  });
  const columns = useTypeColumns(canEdit ? setEdited : null);
  const close = () => {
    setEdited(null);
  };
  const add = canEdit
    ? () => {
        setEdited('new');
      }
    : undefined;
  return (
    <>
      <PageHeader
        title={t('types.title')}
        description={t('types.description')}
        actions={add && <AddButton label={t('types.add')} onClick={add} />}
      />
      <PlacesTabs canImport={canEdit} />
      <DataTable
        name="types"
        label={t('types.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        {...(canEdit ? { onOpen: setEdited } : {})}
        toolbar={
          <SearchField
            label={t('search')}
            clearLabel={t('clear')}
            value={text}
            onSearch={(next) => void setText(next === '' ? null : next)}
          />
        }
        empty={<EmptyState title={t('types.empty')} description={t('types.emptyDescription')} />}
      />
      <Modal
        opened={edited !== null}
        onClose={close}
        title={t(edited === 'new' ? 'types.newTitle' : 'types.editTitle')}
      >
        <TypeForm
          type={edited === 'new' ? null : edited}
          types={all.rows}
          studies={studies}
          onCancel={close}
          onSaved={async ({ name }) => {
            await queries.invalidateQueries({ queryKey: ['unit-types'] });
            close();
            notifications.show({ message: t('saved', { name }) });
          }}
        />
      </Modal>
    </>
  );
}

function useTypeColumns(onEdit: ((type: UnitType) => void) | null): readonly TableColumn<UnitType>[] {
  const t = useTranslations('pyramids');
  const format = useFormatter();
  return useMemo((): TableColumn<UnitType>[] => {
    const childNames = ({ children }: UnitType) => children.map(({ name }) => name).join(', ');
    const category = ({ category: key }: UnitType) => (key === null ? '' : t(`types.categories.${key}`));
    return [
      nameColumn(t('name'), 220),
      {
        id: 'shortName',
        header: t('types.shortName'),
        widthPx: 140,
        csv: ({ shortName }) => shortName,
        cell: ({ shortName }) => shortName,
      },
      {
        id: 'depth',
        header: t('types.depth'),
        widthPx: 90,
        align: 'end',
        csv: ({ depth }) => depth,
        cell: ({ depth }) => (depth === null ? '–' : format.number(depth)),
      },
      {
        id: 'category',
        header: t('types.category'),
        widthPx: 140,
        csv: category,
        cell: (type) => category(type) || '–',
      },
      {
        id: 'children',
        header: t('types.children'),
        widthPx: 260,
        csv: childNames,
        cell: (type) => childNames(type) || '–',
      },
      {
        id: 'units',
        header: t('units'),
        widthPx: 100,
        align: 'end',
        csv: ({ unitCount }) => unitCount,
        cell: ({ unitCount }) => format.number(unitCount),
      },
      {
        id: 'updated',
        header: t('updated'),
        widthPx: 140,
        isHiddenAtFirst: true,
        csv: ({ updatedAt }) => updatedAt,
        cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
      },
      ...(onEdit
        ? [
            {
              id: 'actions',
              header: t('actions'),
              widthPx: 110,
              cell: (type: UnitType) => <TypeActions type={type} onEdit={onEdit} />,
            },
          ]
        : []),
    ];
  }, [t, format, onEdit]);
}

function TypeActions({ type, onEdit }: { readonly type: UnitType; readonly onEdit: (type: UnitType) => void }) {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const { id, name, isUsed } = type;
  const remove = () => {
    confirm({
      title: t('types.removeTitle'),
      message: t('types.removeMessage', { name }),
      action: t('types.removeAction'),
      isDestructive: true,
      onConfirm: async () => {
        await removeType(id);
        await queries.invalidateQueries({ queryKey: ['unit-types'] });
        notifications.show({ message: t('types.removed', { name }) });
      },
    });
  };
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        aria-label={t('edit', { name })}
        onClick={() => {
          onEdit(type);
        }}
      >
        <IconPencil size={16} stroke={1.5} />
      </ActionIcon>
      <Tooltip label={t('types.inUse')} disabled={!isUsed}>
        <ActionIcon aria-label={t('remove', { name })} disabled={isUsed} onClick={remove}>
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
