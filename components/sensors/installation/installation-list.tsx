'use client';

import { Anchor, Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import { InstallDialog } from './install-dialog.tsx';
import { fetchInstallations } from './installation-queries.ts';

interface InstallationListProps {
  readonly nodeId: string;
  readonly nodeAlias: string;
  readonly canManage: boolean;
}

/** Where a node is and was, and the shortcut that moves it. */
export function InstallationList({ nodeId, nodeAlias, canManage }: InstallationListProps) {
  const t = useTranslations('sensorPages');
  const [isInstalling, setInstalling] = useState(false);
  const list = usePagedList({
    queryKey: ['sensors', 'installations', nodeId],
    fetchPage: (cursor, signal) => fetchInstallations({ node: nodeId }, cursor, signal),
  });
  if (list.error) return <ErrorState error={list.error} title={t('installation.list')} onRetry={list.retry} />;
  if (list.isLoading) return <PanelSkeleton heightPx={120} />;
  return (
    <Card component="section" aria-label={t('installation.list')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('installation.list')}
          </Title>
          {canManage && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => {
                setInstalling(true);
              }}
            >
              {t('install.open')}
            </Button>
          )}
        </Group>
        {list.rows.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('installation.noneYet')}
          </Text>
        ) : (
          <Rows rows={list.rows} />
        )}
        {list.more && (
          <Button variant="subtle" size="compact-sm" loading={list.isLoadingMore} onClick={list.more}>
            {t('installation.older')}
          </Button>
        )}
      </Stack>
      {isInstalling && (
        <InstallDialog
          node={{ value: nodeId, label: nodeAlias }}
          room={null}
          onClose={() => {
            setInstalling(false);
          }}
        />
      )}
    </Card>
  );
}

function Rows({ rows }: { readonly rows: readonly InstalledNode[] }) {
  const t = useTranslations('sensorPages');
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table aria-label={t('installation.list')} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.room')}</Table.Th>
            <Table.Th>{t('installation.from')}</Table.Th>
            <Table.Th>{t('installation.to')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id, room, site, fromAt, toAt, isPublic }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Group gap={6}>
                  <Anchor component={Link} href={`/sensors/installations/${id}`} size="sm">
                    {room === null
                      ? t('installation.hiddenPlace')
                      : site === null
                        ? room.name
                        : `${site.name} › ${room.name}`}
                  </Anchor>
                  {isPublic && (
                    <Badge size="sm" variant="default">
                      {t('isPublic')}
                    </Badge>
                  )}
                </Group>
              </Table.Td>
              <Table.Td>
                <Moment at={fromAt} />
              </Table.Td>
              <Table.Td>{toAt === null ? t('installation.open') : <Moment at={toAt} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
