'use client';

import { Button, Menu } from '@mantine/core';
import { modals } from '@mantine/modals';
import {
  IconArchive,
  IconArchiveOff,
  IconBell,
  IconBellRinging,
  IconFolderSymlink,
  IconSettings2,
} from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { ConfigurationChoice } from '#components/configurations/configuration-queries.ts';
import { AssignDialog } from '#components/configurations/assign-dialog.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { SourceGroup } from '#lib/sources/domain/source.ts';
import type { SourceSelection } from '#lib/sources/domain/source-query.ts';
import { useNudge } from '#components/nudges/use-nudge.ts';
import { MoveDialog, type StudyChoice } from './move-dialog.tsx';
import { fetchSelectionSummary } from './source-queries.ts';
import { showFailure, useBulkAct } from './use-bulk-act.tsx';

export interface SourceActionsInput {
  readonly groups: readonly SourceGroup[];
  readonly studies: readonly StudyChoice[];
  readonly configurations: readonly ConfigurationChoice[];
}

/** The acts on one or many sources, each with its dialog, its numbers and its way back. */
export function useSourceActions({ groups, studies, configurations }: SourceActionsInput) {
  const t = useTranslations('sources');
  const runBulk = useBulkAct();
  const confirm = useConfirm();
  const nudge = useNudge();
  const setArchived = (selection: SourceSelection, archived: boolean) =>
    runBulk({
      act: 'archive',
      body: { selection, archived },
      say: (count) => t(archived ? 'bulk.archived' : 'bulk.restored', { count }),
      undo: {
        act: 'archive',
        body: { archived: !archived },
        say: (count) => t(archived ? 'bulk.restored' : 'bulk.archived', { count }),
      },
    });
  return {
    move(selection: SourceSelection, onDone?: () => void) {
      const id = modals.open({
        title: t('moveDialog.title'),
        children: (
          <MoveDialog
            groups={groups}
            studies={studies}
            onClose={() => {
              modals.close(id);
            }}
            onMove={async (to) => {
              await runBulk({ act: 'move', body: { selection, to }, say: (count) => t('bulk.moved', { count }) });
              onDone?.();
            }}
          />
        ),
      });
    },
    nudge: (selection: SourceSelection) => nudge({ selection }),
    suppress(selection: SourceSelection, suppressAlerts: boolean) {
      const say = (isOff: boolean) => (count: number) => t(isOff ? 'bulk.suppressed' : 'bulk.unsuppressed', { count });
      return runBulk({
        act: 'suppress',
        body: { selection, suppressAlerts },
        say: say(suppressAlerts),
        undo: { act: 'suppress', body: { suppressAlerts: !suppressAlerts }, say: say(!suppressAlerts) },
      }).catch(showFailure);
    },
    configure(selection: SourceSelection) {
      const id = modals.open({
        title: t('configureDialog.title'),
        children: (
          <AssignDialog
            configurations={configurations}
            onClose={() => {
              modals.close(id);
            }}
            onAssign={(configurationId) =>
              runBulk({
                act: 'configuration',
                body: { selection, configurationId },
                say: (count) => t('bulk.configured', { count }),
              })
            }
          />
        ),
      });
    },
    async archive(selection: SourceSelection, onDone?: () => void) {
      const summary = await fetchSelectionSummary(selection);
      confirm({
        title: t('archiveDialog.title'),
        message: (
          <>
            <p>{t('archiveDialog.message', { count: summary.all, points: summary.points })}</p>
            {summary.active > 0 && <p>{t('archiveDialog.active', { count: summary.active })}</p>}
            <p>{t('archiveDialog.kept')}</p>
          </>
        ),
        action: t('archiveDialog.action', { count: summary.all }),
        onConfirm: async () => {
          await setArchived(selection, true);
          onDone?.();
        },
      });
    },
    restore: (selection: SourceSelection) => setArchived(selection, false).catch(showFailure),
  };
}

interface SourceBulkActionsProps {
  readonly actions: ReturnType<typeof useSourceActions>;
  readonly selection: SourceSelection;
  readonly isArchivedList: boolean;
  readonly canManage: boolean;
  readonly canConfigure: boolean;
  readonly onDone: () => void;
}

/** Buttons of the bar that stands while sources are ticked. */
export function SourceBulkActions(props: SourceBulkActionsProps) {
  const { actions, selection, isArchivedList, canManage, canConfigure, onDone } = props;
  const t = useTranslations('sources');
  if (isArchivedList) {
    return (
      <Button
        size="xs"
        variant="light"
        leftSection={<IconArchiveOff size={16} />}
        onClick={() => void actions.restore(selection).then(onDone)}
      >
        {t('bulk.restore')}
      </Button>
    );
  }
  return (
    <>
      {canManage && (
        <>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconFolderSymlink size={16} />}
            onClick={() => {
              actions.move(selection, onDone);
            }}
          >
            {t('bulk.move')}
          </Button>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconBellRinging size={16} />}
            onClick={() => void actions.nudge(selection)}
          >
            {t('bulk.nudge')}
          </Button>
          <Menu position="top">
            <Menu.Target>
              <Button size="xs" variant="light" leftSection={<IconBell size={16} />}>
                {t('bulk.alerts')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void actions.suppress(selection, true)}>{t('bulk.suppress')}</Menu.Item>
              <Menu.Item onClick={() => void actions.suppress(selection, false)}>{t('bulk.unsuppress')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      {canConfigure && (
        <Button
          size="xs"
          variant="light"
          leftSection={<IconSettings2 size={16} />}
          onClick={() => {
            actions.configure(selection);
          }}
        >
          {t('bulk.configure')}
        </Button>
      )}
      {canManage && (
        <Button
          size="xs"
          variant="light"
          color="red"
          leftSection={<IconArchive size={16} />}
          onClick={() => {
            actions.archive(selection, onDone).catch(showFailure);
          }}
        >
          {t('bulk.archive')}
        </Button>
      )}
    </>
  );
}
