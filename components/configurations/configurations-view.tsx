'use client';

import { ActionIcon, Code, Group, Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import { nameColumn } from '#components/tables/name-column.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { SideDrawer } from '#components/ui/side-drawer.tsx';
import type { Configuration, ConfigurationDraft } from '#lib/passive/domain/configuration.ts';
import { ConfigurationForm } from './configuration-form.tsx';
import {
  createConfiguration,
  fetchConfigurations,
  removeConfiguration,
  replaceConfiguration,
  type ConfiguredStudy,
} from './configuration-queries.ts';
import { ExchangeButtons } from './exchange-buttons.tsx';
import { TryConfiguration } from './try-configuration.tsx';
import { VersionsPanel } from './versions-panel.tsx';

/** Word in the address that opens an empty form. */
const newOne = 'new';

interface ConfigurationsViewProps {
  readonly configurations: readonly Configuration[];
  readonly studies: readonly ConfiguredStudy[];
}

/** What devices are told when they ask: the list in the order of evaluation, an editor, and a try. */
export function ConfigurationsView(props: ConfigurationsViewProps) {
  const t = useTranslations('passive');
  const ts = useTranslations('sources');
  const href = useStudyHref();
  const studyKey = useStudyKey();
  const study = props.studies.find(({ key }) => key === studyKey) ?? null;
  const studies = useMemo(() => (study ? [study] : props.studies), [study, props.studies]);
  const { data: configurations } = useQuery({
    queryKey: ['configurations', 'list', study?.id],
    queryFn: ({ signal }) => fetchConfigurations(study?.id, signal),
    initialData: [...props.configurations],
    staleTime: 30_000,
  });
  const [edited, setEdited] = useQueryState('edit', parseAsString);
  const exchanged = studies.length === 1 ? studies[0] : null;
  const open = (id: string) => void setEdited(id);
  const acts = useConfigurationActs();
  const columns = useColumns({ studies, acts });
  const current = configurations.find(({ id }) => id === edited) ?? null;
  const close = () => void setEdited(null);
  const add = () => {
    open(newOne);
  };
  return (
    <Stack gap="md">
      <PageHeader
        title={t('configurations.title')}
        description={t('configurations.description')}
        crumbs={[{ label: ts('list.title'), href: href('/sources') }]}
        actions={
          <>
            {exchanged && <ExchangeButtons study={exchanged} />}
            <AddButton label={t('configurations.add')} onClick={add} />
          </>
        }
      />
      <DataTable
        name="configurations"
        label={t('configurations.label')}
        columns={columns}
        rows={configurations}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          open(id);
        }}
        total={configurations.length}
        maxHeight="28rem"
        empty={
          <EmptyState
            title={t('configurations.empty')}
            description={t('configurations.emptyDescription')}
            action={{ label: t('configurations.add'), onClick: add }}
          />
        }
      />
      {studies.length > 0 && <TryConfiguration studies={studies} onOpen={open} />}
      <SideDrawer
        opened={current !== null || edited === newOne}
        onClose={close}
        position="right"
        size="xl"
        title={t(current ? 'configurations.editTitle' : 'configurations.newTitle')}
      >
        <ConfigurationForm
          key={`${edited ?? ''} ${current?.updatedAt ?? ''}`}
          configuration={current}
          studies={studies}
          onCancel={close}
          onSave={async (studyId, draft) => {
            await acts.save(current?.id ?? null, studyId, draft);
            close();
          }}
        />
        {current && <VersionsPanel configuration={current} />}
      </SideDrawer>
    </Stack>
  );
}

type Acts = ReturnType<typeof useConfigurationActs>;

function useConfigurationActs() {
  const t = useTranslations('passive');
  const queries = useQueryClient();
  const confirm = useConfirm();
  return useMemo(() => {
    const refresh = () => queries.invalidateQueries({ queryKey: ['configurations'] });
    return {
      async save(id: string | null, studyId: string, draft: ConfigurationDraft) {
        const saved = await (id === null ? createConfiguration(studyId, draft) : replaceConfiguration(id, draft));
        await refresh();
        notifications.show({ message: t('configurations.saved', { name: saved.name }) });
      },
      async enable(
        { id, studyId: _study, createdAt: _created, updatedAt: _updated, ...draft }: Configuration,
        on: boolean,
      ) {
        await replaceConfiguration(id, { ...draft, isEnabled: on });
        await refresh();
      },
      remove({ id, name }: Configuration) {
        confirm({
          title: t('configurations.removeTitle'),
          message: t('configurations.removeMessage', { name }),
          action: t('configurations.removeAction'),
          isDestructive: true,
          onConfirm: async () => {
            await removeConfiguration(id);
            await refresh();
            notifications.show({ message: t('configurations.removed', { name }) });
          },
        });
      },
    };
  }, [t, queries, confirm]);
}

interface ColumnsInput {
  readonly studies: readonly ConfiguredStudy[];
  readonly acts: Acts;
}

function useColumns({ studies, acts }: ColumnsInput): readonly TableColumn<Configuration>[] {
  const t = useTranslations('passive');
  const format = useFormatter();
  return useMemo(
    (): TableColumn<Configuration>[] => [
      {
        id: 'order',
        header: t('configurations.order'),
        widthPx: 80,
        align: 'end',
        csv: ({ evaluateOrder }) => evaluateOrder,
        cell: ({ evaluateOrder }) => format.number(evaluateOrder),
      },
      nameColumn(t('configurations.name'), 220),
      {
        id: 'idPattern',
        header: t('configurations.idPattern'),
        widthPx: 180,
        csv: ({ idPattern }) => idPattern,
        cell: ({ idPattern }) => <Code>{idPattern}</Code>,
      },
      {
        id: 'contextPattern',
        header: t('configurations.contextPattern'),
        widthPx: 160,
        csv: ({ contextPattern }) => contextPattern,
        cell: ({ contextPattern }) => <Code>{contextPattern}</Code>,
      },
      {
        id: 'study',
        header: t('configurations.study'),
        widthPx: 160,
        isHiddenAtFirst: studies.length < 2,
        csv: ({ studyId }) => studies.find(({ id }) => id === studyId)?.name ?? '',
        cell: ({ studyId }) => studies.find(({ id }) => id === studyId)?.name ?? '–',
      },
      {
        id: 'updated',
        header: t('configurations.updated'),
        widthPx: 140,
        csv: ({ updatedAt }) => updatedAt,
        cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
      },
      {
        id: 'enabled',
        header: t('configurations.enabled'),
        widthPx: 130,
        csv: ({ isEnabled }) => isEnabled,
        cell: (configuration) => (
          <Group gap="xs" wrap="nowrap" justify="space-between">
            <Switch
              size="sm"
              aria-label={`${t('configurations.enabled')}: ${configuration.name}`}
              checked={configuration.isEnabled}
              onChange={(event) => {
                acts.enable(configuration, event.currentTarget.checked).catch(showFailure);
              }}
            />
            <ActionIcon
              aria-label={t('configurations.remove', { name: configuration.name })}
              onClick={() => {
                acts.remove(configuration);
              }}
            >
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </Group>
        ),
      },
    ],
    [t, format, studies, acts],
  );
}
