'use client';

import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { UnitStatusBadge } from '#components/places/unit-status-badge.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn, TableSort } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { unitStatusSchema } from '#lib/registry/domain/org-unit.ts';
import type { UnitRow } from '#lib/registry/domain/unit-list-query.ts';
import { blankUnit } from '#lib/registry/domain/unit-state.ts';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { createUnitUnder, fetchChildren } from './place-data.ts';
import { draftOf } from './unit-draft.ts';
import { UnitForm, type FormChoices } from './unit-form.tsx';

const searchDelayMs = 250;

/** The units right under a place, and a door to add one. */
export function ChildrenPanel({ unit, choices }: { readonly unit: Unit; readonly choices: FormChoices }) {
  const t = useTranslations('place');
  const places = useTranslations('places');
  const router = useRouter();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), searchDelayMs);
  const [status, setStatus] = useState<string | null>(null);
  const [sort, setSort] = useState<TableSort>({ key: 'name', order: 'asc' });
  const [isAdding, adding] = useDisclosure(false);
  const filter = { id: unit.id, text: asked, status, sort: sort.key, order: sort.order };
  const list = usePagedList({
    queryKey: ['units', 'children', filter],
    fetchPage: (cursor, signal) => fetchChildren(filter, cursor, signal),
  });
  const columns = useChildColumns();
  const open = (id: string) => {
    router.push(`/places/${id}`);
  };
  return (
    <>
      <DataTable
        name="place-children"
        label={t('children.label', { name: unit.name })}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          open(id);
        }}
        sort={sort}
        onSort={setSort}
        toolbar={
          <Group gap="xs">
            <TextInput
              type="search"
              aria-label={t('children.search')}
              placeholder={t('children.search')}
              leftSection={<IconSearch size={16} stroke={1.5} />}
              value={text}
              maxLength={200}
              onChange={(event) => {
                setText(event.currentTarget.value);
              }}
            />
            <Select
              aria-label={t('fields.status')}
              placeholder={t('children.usual')}
              clearable
              clearButtonProps={{ 'aria-label': t('clear', { label: t('fields.status') }) }}
              data={unitStatusSchema.options.map((one) => ({ value: one, label: places(`statuses.${one}`) }))}
              value={status}
              onChange={setStatus}
            />
            {unit.mayEdit && (
              <Button variant="default" leftSection={<IconPlus size={16} />} onClick={adding.open}>
                {t('children.add')}
              </Button>
            )}
          </Group>
        }
        empty={<EmptyState title={t('children.none')} description={t('children.noneHint')} />}
      />
      <Modal opened={isAdding} onClose={adding.close} title={t('children.addUnder', { name: unit.name })} size="xl">
        <UnitForm
          {...choices}
          base={draftOf(blankUnit, null)}
          showsParent={false}
          action={t('children.create')}
          onSave={async (members) => {
            const made = await createUnitUnder(unit.id, members);
            adding.close();
            open(made.id);
          }}
          onCancel={adding.close}
        />
      </Modal>
    </>
  );
}

function useChildColumns(): readonly TableColumn<UnitRow>[] {
  const t = useTranslations('place');
  const places = useTranslations('places');
  return useMemo(
    (): TableColumn<UnitRow>[] => [
      {
        id: 'name',
        header: t('fields.name'),
        isFixed: true,
        widthPx: 240,
        sortKey: 'name',
        csv: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        ...{ id: 'type', header: t('fields.typeId'), widthPx: 160, sortKey: 'type' },
        csv: ({ typeName }) => typeName ?? '',
        cell: ({ typeName }) => typeName ?? '–',
      },
      {
        ...{ id: 'status', header: t('fields.status'), widthPx: 120, sortKey: 'status' },
        csv: ({ status }) => places(`statuses.${status}`),
        cell: ({ status }) => <UnitStatusBadge status={status} />,
      },
      {
        ...{ id: 'code', header: t('fields.code'), widthPx: 120, sortKey: 'code' },
        csv: ({ code }) => code ?? '',
        cell: ({ code }) => code ?? '–',
      },
      {
        ...{ id: 'updated', header: t('fields.updatedAt'), widthPx: 140, sortKey: 'updatedAt' },
        csv: ({ updatedAt }) => updatedAt ?? null,
        cell: ({ updatedAt }) => updatedAt && <RelativeTime at={updatedAt} />,
      },
    ],
    [t, places],
  );
}
