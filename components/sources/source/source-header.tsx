'use client';

import { ActionIcon, Badge, Button, Group, Menu, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import {
  IconArchive,
  IconArchiveOff,
  IconBell,
  IconBellOff,
  IconBellRinging,
  IconDots,
  IconFolderSymlink,
  IconPencil,
  IconPuzzle,
  IconSettings2,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { ApiProblem, apiPatch } from '#components/ui/api-client.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { PluginAction } from '#lib/platform/plugins/plugin-hooks.ts';
import { silentAfterHours, type Source } from '#lib/sources/domain/source.ts';
import { useSourceActions, type SourceActionsInput } from '../source-bulk-actions.tsx';
import { PersonalReportButton } from './personal-report-button.tsx';
import { SourceStateBadge } from '../source-state-badge.tsx';
import { showFailure } from '../use-bulk-act.tsx';
import { WorkItems } from './work-items.tsx';

interface SourceHeaderProps extends SourceActionsInput {
  readonly source: Source;
  readonly canManage: boolean;
  readonly canConfigure: boolean;
  readonly canExport: boolean;
  readonly canErase: boolean;
  readonly pluginActions: readonly PluginAction[];
  /** Identifiers of the types it has sent. */
  readonly typeNames: readonly string[];
}

/** What the source is called, how it is, and what one can do with it. */
export function SourceHeader(props: SourceHeaderProps) {
  const { source, canManage, canConfigure, canExport } = props;
  const t = useTranslations('sources');
  const href = useStudyHref();
  const rename = () => {
    const id = modals.open({
      title: t('source.renameTitle'),
      children: (
        <RenameDialog
          source={source}
          onClose={() => {
            modals.close(id);
          }}
        />
      ),
    });
  };
  return (
    <PageHeader
      title={source.name}
      description={t(`stateReasons.${source.state}`, { hours: silentAfterHours })}
      crumbs={[{ label: t('list.title'), href: href('/sources') }]}
      badges={
        <>
          <SourceStateBadge state={source.state} />
          {source.archivedAt !== null && <Badge color="gray">{t('archivedBadge')}</Badge>}
          {source.suppressAlerts && (
            <Badge color="gray" leftSection={<IconBellOff size={12} />}>
              {t('alertsOff')}
            </Badge>
          )}
        </>
      }
      actions={
        (canManage || canConfigure || canExport || props.canErase || props.pluginActions.length > 0) && (
          <>
            {canExport && <PersonalReportButton sourceId={source.id} />}
            {canManage && (
              <Button variant="default" leftSection={<IconPencil size={16} />} onClick={rename}>
                {t('source.rename')}
              </Button>
            )}
            {(canManage || canConfigure) && <ActionMenu {...props} />}
          </>
        )
      }
    />
  );
}

function ActionMenu(props: SourceHeaderProps) {
  const { source, canManage, canConfigure } = props;
  const t = useTranslations('sources');
  const actions = useSourceActions(props);
  const selection = { ids: [source.id] };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('source.actions')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canManage && (
          <>
            <Menu.Item
              leftSection={<IconFolderSymlink size={16} />}
              onClick={() => {
                actions.move(selection);
              }}
            >
              {t('bulk.move')}
            </Menu.Item>
            <Menu.Item leftSection={<IconBellRinging size={16} />} onClick={() => void actions.nudge(selection)}>
              {t('bulk.nudge')}
            </Menu.Item>
            <Menu.Item
              leftSection={source.suppressAlerts ? <IconBell size={16} /> : <IconBellOff size={16} />}
              onClick={() => void actions.suppress(selection, !source.suppressAlerts)}
            >
              {t(source.suppressAlerts ? 'bulk.unsuppress' : 'bulk.suppress')}
            </Menu.Item>
          </>
        )}
        {canConfigure && (
          <Menu.Item
            leftSection={<IconSettings2 size={16} />}
            onClick={() => {
              actions.configure(selection);
            }}
          >
            {t('bulk.configure')}
          </Menu.Item>
        )}
        {props.pluginActions.map(({ title, href }) => (
          <Menu.Item key={href} component="a" href={href} leftSection={<IconPuzzle size={16} />}>
            {title}
          </Menu.Item>
        ))}
        {props.canErase && <WorkItems source={source} types={props.typeNames} />}
        {canManage &&
          (source.archivedAt === null ? (
            <Menu.Item
              color="red"
              leftSection={<IconArchive size={16} />}
              onClick={() => {
                actions.archive(selection).catch(showFailure);
              }}
            >
              {t('bulk.archive')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={() => void actions.restore(selection)}>
              {t('bulk.restore')}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function RenameDialog({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const t = useTranslations('sources');
  const queries = useQueryClient();
  const [name, setName] = useState(source.name);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    try {
      await apiPatch(`sources/${source.id}`, { name });
      await queries.invalidateQueries({ queryKey: ['sources'] });
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : String(error));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        <TextInput
          label={t('columns.name')}
          description={t('source.renameHint', { identifier: source.identifier })}
          value={name}
          maxLength={1024}
          error={failure}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={name.trim() === ''}>
            {t('source.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
