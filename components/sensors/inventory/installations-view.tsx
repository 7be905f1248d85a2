'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import { InstallDialog } from '../installation/install-dialog.tsx';
import { textColumn } from './inventory-columns.tsx';
import { fetchAllInstallations } from './inventory-queries.ts';
import { InventoryTable, type InitialInventory } from './inventory-table.tsx';

interface InstallationsViewProps {
  readonly initial: InitialInventory<InstalledNode>;
  readonly canInstall: boolean;
}

/** Every installation there is and was, those that began last first. */
export function InstallationsView({ initial, canInstall }: InstallationsViewProps) {
  const router = useRouter();
  const [isInstalling, setInstalling] = useState(false);
  const columns = useInstallationColumns();
  return (
    <InventoryTable
      part="installations"
      columns={columns}
      rowId={({ id }) => id}
      fetchPage={fetchAllInstallations}
      initial={initial}
      sorts={[]}
      onOpen={({ id }) => {
        router.push(`/sensors/installations/${id}`);
      }}
      onAdd={
        canInstall
          ? () => {
              setInstalling(true);
            }
          : undefined
      }
    >
      {isInstalling && (
        <InstallDialog
          node={null}
          room={null}
          onClose={() => {
            setInstalling(false);
          }}
        />
      )}
    </InventoryTable>
  );
}

function useInstallationColumns(): readonly TableColumn<InstalledNode>[] {
  const t = useTranslations('sensorPages');
  return useMemo(
    (): TableColumn<InstalledNode>[] => [
      {
        id: 'node',
        header: t('columns.alias'),
        isFixed: true,
        widthPx: 170,
        csv: ({ nodeAlias }) => nodeAlias,
        cell: ({ id, nodeAlias }) => (
          <Anchor component={Link} href={`/sensors/installations/${id}`} size="sm" fw={560} truncate>
            {nodeAlias}
          </Anchor>
        ),
      },
      textColumn({ id: 'site', header: t('columns.site'), value: ({ site }) => site?.name ?? null }),
      textColumn({ id: 'room', header: t('columns.room'), value: ({ room }) => room?.name ?? null }),
      {
        id: 'from',
        header: t('installation.from'),
        widthPx: 160,
        csv: ({ fromAt }) => fromAt,
        cell: ({ fromAt }) => (
          <Text size="sm">
            <Moment at={fromAt} />
          </Text>
        ),
      },
      {
        id: 'to',
        header: t('installation.to'),
        widthPx: 160,
        csv: ({ toAt }) => toAt,
        cell: ({ toAt }) => <Text size="sm">{toAt === null ? t('installation.open') : <Moment at={toAt} />}</Text>,
      },
      textColumn({
        id: 'public',
        header: t('installation.publicLabel'),
        value: ({ isPublic }) => t(isPublic ? 'yes' : 'no'),
        widthPx: 90,
      }),
      textColumn({
        id: 'note',
        header: t('installation.note'),
        value: (row) => row.description,
        isHiddenAtFirst: true,
      }),
      textColumn({
        id: 'picture',
        header: t('picture.title'),
        value: ({ hasImage }) => t(hasImage ? 'yes' : 'no'),
        widthPx: 90,
        isHiddenAtFirst: true,
      }),
      {
        id: 'last',
        header: t('columns.last'),
        widthPx: 140,
        csv: ({ lastObservedAt }) => lastObservedAt,
        cell: ({ lastObservedAt, timeZone }) => (
          <Text size="sm">
            <RelativeTime at={lastObservedAt} placeTimeZone={timeZone} never={t('installation.never')} />
          </Text>
        ),
      },
    ],
    [t],
  );
}
