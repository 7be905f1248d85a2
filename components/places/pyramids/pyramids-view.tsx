'use client';

import { ActionIcon, Badge, Button, Group, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SideDrawer } from '#components/ui/side-drawer.tsx';
import type { Pyramid } from '#lib/registry/domain/pyramid.ts';
import { PlacesTabs } from '../places-tabs.tsx';
import { ConnectionButton } from './connection-button.tsx';
import { DefaultForm } from './default-form.tsx';
import { PyramidForm } from './pyramid-form.tsx';
import { fetchPyramids, type StudyChoice } from './pyramid-queries.ts';
import { VersionsPanel } from './versions-panel.tsx';

interface PyramidsViewProps {
  readonly initial: {
    readonly text: string;
    readonly page: { readonly items: readonly Pyramid[]; readonly next: string | null };
  };
  readonly studies: readonly StudyChoice[];
  readonly canEdit: boolean;
  readonly canPublish: boolean;
}

/** The pyramids of the organization; one opens with its versions. */
export function PyramidsView({ initial, studies, canEdit, canPublish }: PyramidsViewProps) {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const [text, setText] = useQueryState('text', parseAsString.withDefault(''));
  const [opened, setOpened] = useQueryState('pyramid', parseAsString);
  const [edited, setEdited] = useState<Pyramid | 'new' | null>(null);
  const [published, setPublished] = useState<Pyramid | null>(null);
  const list = usePagedList({
    queryKey: ['pyramids', 'list', text],
    fetchPage: (cursor, signal) => fetchPyramids(text, cursor, signal),
    initial: text === initial.text ? initial.page : undefined,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['pyramids'] });
  const columns = usePyramidColumns(studies, canEdit ? setEdited : null);
  const current = list.rows.find(({ id }) => id === opened) ?? null;
  const add = canEdit
    ? () => {
        setEdited('new');
      }
    : undefined;
  return (
    <>
      <PageHeader
        title={t('pyramids.title')}
        description={t('pyramids.description')}
        actions={add && <AddButton label={t('pyramids.add')} onClick={add} />}
      />
      <PlacesTabs canImport={canEdit} />
      <DataTable
        name="pyramids"
        label={t('pyramids.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => void setOpened(id)}
        toolbar={
          <SearchField
            label={t('search')}
            clearLabel={t('clear')}
            value={text}
            onSearch={(next) => void setText(next === '' ? null : next)}
          />
        }
        empty={
          <EmptyState
            title={t('pyramids.empty')}
            description={t('pyramids.emptyDescription')}
            {...(add && text === '' ? { action: { label: t('pyramids.add'), onClick: add } } : {})}
          />
        }
      />
      <SideDrawer
        opened={current !== null}
        onClose={() => void setOpened(null)}
        position="right"
        size="lg"
        title={current && t('versions.label', { name: current.name })}
      >
        {current && (
          <>
            <Group mb="md" gap="xs">
              {canPublish && !current.isDefault && current.defaultVersionId !== null && (
                <Button
                  variant="default"
                  onClick={() => {
                    setPublished(current);
                  }}
                >
                  {t('pyramids.makeDefault')}
                </Button>
              )}
              {canEdit && <ConnectionButton pyramid={current} />}
            </Group>
            <VersionsPanel pyramid={current} pyramids={list.rows} canEdit={canEdit} canPublish={canPublish} />
          </>
        )}
      </SideDrawer>
      <Modal
        opened={edited !== null}
        onClose={() => {
          setEdited(null);
        }}
        title={t(edited === 'new' ? 'pyramids.newTitle' : 'pyramids.editTitle')}
      >
        <PyramidForm
          pyramid={edited === 'new' ? null : edited}
          studies={studies}
          onCancel={() => {
            setEdited(null);
          }}
          onSaved={async ({ name }) => {
            await refresh();
            setEdited(null);
            notifications.show({ message: t('saved', { name }) });
          }}
        />
      </Modal>
      <Modal
        opened={published !== null}
        onClose={() => {
          setPublished(null);
        }}
        title={t('pyramids.makeDefault')}
      >
        {published && (
          <DefaultForm
            target={{ kind: 'pyramids', id: published.id }}
            onCancel={() => {
              setPublished(null);
            }}
            onDone={async ({ number, pyramidName: name }) => {
              await refresh();
              setPublished(null);
              notifications.show({ message: t('default.done', { number, name }) });
            }}
          />
        )}
      </Modal>
    </>
  );
}

function usePyramidColumns(
  studies: readonly StudyChoice[],
  onEdit: ((pyramid: Pyramid) => void) | null,
): readonly TableColumn<Pyramid>[] {
  const t = useTranslations('pyramids');
  const format = useFormatter();
  return useMemo((): TableColumn<Pyramid>[] => {
    const studyNames = ({ studyIds }: Pyramid) =>
      studies
        .filter(({ id }) => studyIds.includes(id))
        .map(({ name }) => name)
        .join(', ');
    const yesNo = (is: boolean) => t(is ? 'pyramids.yes' : 'pyramids.no');
    return [
      {
        id: 'name',
        header: t('name'),
        widthPx: 330,
        isFixed: true,
        csv: ({ name }) => name,
        cell: ({ name, isDefault }) => (
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" fw={560} truncate>
              {name}
            </Text>
            {isDefault && (
              <Badge size="sm" flex="none">
                {t('pyramids.default')}
              </Badge>
            )}
          </Group>
        ),
      },
      {
        id: 'defaultVersion',
        header: t('pyramids.defaultVersion'),
        widthPx: 130,
        align: 'end',
        csv: ({ defaultVersionNumber }) => defaultVersionNumber,
        cell: ({ defaultVersionNumber: number }) => (number === null ? '–' : format.number(number)),
      },
      {
        id: 'versions',
        header: t('pyramids.versions'),
        widthPx: 100,
        align: 'end',
        csv: ({ versionCount }) => versionCount,
        cell: ({ versionCount }) => format.number(versionCount),
      },
      {
        id: 'readOnly',
        header: t('pyramids.readOnly'),
        widthPx: 110,
        csv: ({ isReadOnly }) => isReadOnly,
        cell: ({ isReadOnly }) => yesNo(isReadOnly),
      },
      {
        id: 'studies',
        header: t('studies'),
        widthPx: 160,
        csv: studyNames,
        cell: (pyramid) => studyNames(pyramid) || '–',
      },
      {
        id: 'description',
        header: t('description'),
        widthPx: 210,
        csv: ({ description }) => description,
        cell: ({ description }) => description || '–',
      },
      {
        id: 'updated',
        header: t('updated'),
        widthPx: 140,
        csv: ({ updatedAt }) => updatedAt,
        cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
      },
      ...(onEdit
        ? [
            {
              id: 'actions',
              header: t('actions'),
              widthPx: 90,
              cell: (pyramid: Pyramid) => (
                <ActionIcon
                  aria-label={t('edit', { name: pyramid.name })}
                  onClick={() => {
                    onEdit(pyramid);
                  }}
                >
                  <IconPencil size={16} stroke={1.5} />
                </ActionIcon>
              ),
            },
          ]
        : []),
    ];
  }, [t, format, studies, onEdit]);
}
