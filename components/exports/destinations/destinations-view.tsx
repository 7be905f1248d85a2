'use client';

import { Badge, Button, Card } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconTruckDelivery } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { AddButton } from '#components/ui/add-button.tsx';
import { apiDelete, apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ManagedRow, RowDetail } from '#components/ui/managed-row.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { ExportsTabs } from '../exports-tabs.tsx';
import type { DestinationView, OfferedDestination } from './destination-data.ts';
import { DestinationForm } from './destination-form.tsx';

interface DestinationsViewProps {
  readonly destinations: readonly DestinationView[];
  /** The operator allows folders. */
  readonly hasFolders: boolean;
  /** Destinations of plug-ins. */
  readonly offered: readonly OfferedDestination[];
  /** The viewer administers the installation, and its backups have a key. */
  readonly canBackUp: boolean;
}

/** Where exports are delivered: add, change, try and remove. */
export function DestinationsView({ destinations, hasFolders, offered, canBackUp }: DestinationsViewProps) {
  const t = useTranslations('deliveries');
  const edit = (destination: DestinationView | null) => {
    modals.open({
      title: destination === null ? t('add') : t('editThis', { name: destination.name }),
      size: 'lg',
      closeOnClickOutside: false,
      children: <DestinationForm destination={destination} hasFolders={hasFolders} offered={offered} />,
    });
  };
  const add = (
    <AddButton
      label={t('add')}
      onClick={() => {
        edit(null);
      }}
    />
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={add} />
      <ExportsTabs canManage />
      <Card p={0}>
        {destinations.length === 0 ? (
          <EmptyState icon={<IconTruckDelivery size={24} />} title={t('none')} description={t('noneHint')} />
        ) : (
          destinations.map((destination, index) => (
            <DestinationRow
              key={destination.id}
              destination={destination}
              isFirst={index === 0}
              canBackUp={canBackUp}
              onEdit={edit}
            />
          ))
        )}
      </Card>
    </>
  );
}

interface DestinationRowProps {
  readonly destination: DestinationView;
  readonly isFirst: boolean;
  readonly canBackUp: boolean;
  readonly onEdit: (destination: DestinationView) => void;
}

function DestinationRow({ destination, isFirst, canBackUp, onEdit }: DestinationRowProps) {
  const t = useTranslations('deliveries');
  const router = useRouter();
  const confirm = useConfirm();
  const { id, name, kind } = destination;
  const trial = useTrial(destination);
  const remove = () => {
    confirm({
      title: t('removeTitle'),
      message: t('removeMessage', { name }),
      action: t('remove'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`export-destinations/${id}`);
        router.refresh();
      },
    });
  };
  const edit = () => {
    onEdit(destination);
  };
  const tryOut = () => {
    trial.mutate();
  };
  return (
    <ManagedRow
      name={name}
      isFirst={isFirst}
      badges={<Badge color="gray">{t(`kinds.${kind}`)}</Badge>}
      details={<RowDetail>{addressOf(destination)}</RowDetail>}
      lead={canBackUp && kind !== 'mail' && <BackUpButton destination={destination} />}
      actions={[
        { label: t('try'), labelOfThis: t('tryThis', { name }), onClick: tryOut, isRunning: trial.isPending },
        { label: t('edit'), labelOfThis: t('editThis', { name }), onClick: edit },
        { label: t('remove'), labelOfThis: t('removeThis', { name }), onClick: remove },
      ]}
    />
  );
}

const startedSchema = z.object({ taskId: z.string() });

/** Sends what has changed in the whole installation to a destination, after saying so. */
function BackUpButton({ destination: { id, name } }: { readonly destination: DestinationView }) {
  const t = useTranslations('deliveries');
  const confirm = useConfirm();
  const router = useRouter();
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={t('backup.actionThis', { name })}
      onClick={() => {
        confirm({
          title: t('backup.title', { name }),
          message: t('backup.message'),
          action: t('backup.action'),
          onConfirm: async () => {
            const { taskId } = await apiPost(`export-destinations/${id}/backup`, {}, startedSchema);
            router.push(`/tasks/${taskId}`);
          },
        });
      }}
    >
      {t('backup.action')}
    </Button>
  );
}

const trialSchema = z.object({ isWorking: z.boolean(), detail: z.string().nullable() });

function useTrial({ id, name, kind }: DestinationView) {
  const t = useTranslations('deliveries');
  return useMutation({
    mutationFn: () => apiPost(`export-destinations/${id}/try`, {}, trialSchema),
    onSuccess: ({ isWorking, detail }) => {
      if (isWorking) {
        notifications.show({ message: t(kind === 'mail' ? 'worksMail' : 'works', { name }), color: 'cairn' });
      } else {
        notifications.show({ title: t('fails', { name }), message: detail, color: 'red', autoClose: false });
      }
    },
    onError: (error) => {
      notifications.show({ title: t('fails', { name }), message: error.message, color: 'red' });
    },
  });
}

/** Where it is, in one line, without anything secret. */
function addressOf({ kind, settings }: DestinationView): string {
  const text = (name: string) => {
    const value = settings?.[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  if (kind === 'mail') return Array.isArray(settings?.['recipients']) ? settings['recipients'].join(', ') : '';
  const root = {
    folder: '',
    plugin: text('plugin'),
    s3: [text('endpoint'), text('bucket')].filter(Boolean).join('/'),
    sftp: `${text('user')}@${text('host')}:${text('port')}`,
  }[kind];
  return `${root}/${text('path')}`;
}
