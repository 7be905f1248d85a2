'use client';

import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowRight, IconDots, IconLock, IconPlayerStop, IconTrash, IconWorld } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import { InstallDialog } from './install-dialog.tsx';
import { changeInstallation, removeInstallation, type InstallationChange } from './installation-queries.ts';

interface InstallationActionsProps {
  readonly installed: InstalledNode;
  readonly isRunning: boolean;
}

/** Open it to everybody or close it, move the node, end the installation, take it back. */
export function InstallationActions({ installed, isRunning }: InstallationActionsProps) {
  const t = useTranslations('sensorPages');
  const [isInstalling, setInstalling] = useState(false);
  const acts = useInstallationActs(installed);
  return (
    <>
      <Button
        variant="default"
        leftSection={installed.isPublic ? <IconLock size={16} /> : <IconWorld size={16} />}
        onClick={acts.togglePublic}
      >
        {t(installed.isPublic ? 'installation.makePrivate' : 'installation.makePublic')}
      </Button>
      <Button
        leftSection={<IconArrowRight size={16} />}
        onClick={() => {
          setInstalling(true);
        }}
      >
        {t('installation.move')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" variant="default" aria-label={t('installation.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isRunning && (
            <Menu.Item leftSection={<IconPlayerStop size={16} />} onClick={acts.end}>
              {t('installation.end')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={acts.remove}>
            {t('installation.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isInstalling && (
        <InstallDialog
          node={{ value: installed.nodeId, label: installed.nodeAlias }}
          room={null}
          onClose={() => {
            setInstalling(false);
          }}
        />
      )}
    </>
  );
}

/** Acts on one installation; each asks first and says what it will do. */
function useInstallationActs({ id, nodeAlias, isPublic, room, site }: InstalledNode) {
  const t = useTranslations('sensorPages');
  const confirm = useConfirm();
  const router = useRouter();
  const queries = useQueryClient();
  const change = async (wanted: InstallationChange) => {
    await changeInstallation(id, wanted);
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    notifications.show({ message: t('saved') });
  };
  const names = { node: nodeAlias, room: room?.name ?? t('overview.nowhere') };
  return {
    togglePublic: () => {
      confirm({
        title: t(isPublic ? 'installation.makePrivate' : 'installation.makePublic'),
        message: t(isPublic ? 'installation.privateMessage' : 'installation.publicMessage', {
          ...names,
          site: site?.name ?? '–',
        }),
        action: t(isPublic ? 'installation.makePrivate' : 'installation.makePublic'),
        onConfirm: () => change({ isPublic: !isPublic }),
      });
    },
    end: () => {
      confirm({
        title: t('installation.end'),
        message: t('installation.endMessage', names),
        action: t('installation.end'),
        onConfirm: () => change({ toAt: new Date() }),
      });
    },
    remove: () => {
      confirm({
        title: t('installation.remove'),
        message: t('installation.removeMessage', names),
        action: t('installation.remove'),
        isDestructive: true,
        onConfirm: async () => {
          await removeInstallation(id);
          await queries.invalidateQueries({ queryKey: ['sensors'] });
          router.push('/sensors');
        },
      });
    },
  };
}
