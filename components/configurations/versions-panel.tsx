'use client';

import { Badge, Button, Group, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Configuration, ConfigurationVersion } from '#lib/passive/domain/configuration.ts';
import { VersionDiff } from './version-diff.tsx';
import { fetchVersions, restoreVersion } from './version-queries.ts';

interface VersionsPanelProps {
  readonly configuration: Configuration;
}

/** How a configuration was saved and by whom; any version can be compared with what stands, and brought back. */
export function VersionsPanel({ configuration }: VersionsPanelProps) {
  const t = useTranslations('configurationVersions');
  const [shown, setShown] = useState<number | null>(null);
  const versions = useInfiniteQuery({
    queryKey: ['configurations', 'versions', configuration.id, configuration.updatedAt],
    queryFn: ({ pageParam, signal }) => fetchVersions(configuration.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const restore = useRestore(configuration);
  if (versions.error) return <ErrorState error={versions.error} />;
  if (!versions.data) return <Loader size="sm" aria-label={t('title')} />;
  const items = versions.data.pages.flatMap((page) => page.items);
  const newest = items[0]?.version;
  const compared = items.find(({ version }) => version === shown);
  return (
    <Stack gap="sm" mt="lg" component="section" aria-label={t('title')}>
      <Title order={3}>{t('title')}</Title>
      <Table.ScrollContainer minWidth={460}>
        <Table fz="sm" aria-label={t('title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('version')}</Table.Th>
              <Table.Th>{t('savedBy')}</Table.Th>
              <Table.Th>{t('savedAt')}</Table.Th>
              <Table.Th ta="end">{t('actions')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <VersionRow
                key={item.version}
                item={item}
                isPresent={item.version === newest}
                onCompare={() => {
                  setShown(shown === item.version ? null : item.version);
                }}
                onRestore={() => {
                  restore(item.version);
                }}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {versions.hasNextPage && (
        <Button variant="default" size="xs" onClick={() => void versions.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
      {compared && (
        <VersionDiff
          before={compared}
          beforeTitle={t('versionNumber', { version: compared.version })}
          after={configuration}
          afterTitle={t('present')}
        />
      )}
    </Stack>
  );
}

interface VersionRowProps {
  readonly item: ConfigurationVersion;
  readonly isPresent: boolean;
  readonly onCompare: () => void;
  readonly onRestore: () => void;
}

function VersionRow({ item, isPresent, onCompare, onRestore }: VersionRowProps) {
  const t = useTranslations('configurationVersions');
  const { version, act, restoredVersion, savedAt, savedBy } = item;
  return (
    <Table.Tr>
      <Table.Td>
        {version} {isPresent && <Badge size="sm">{t('present')}</Badge>}
        <Text size="xs" c="dimmed">
          {t(`acts.${act}`, { version: restoredVersion ?? 0 })}
        </Text>
      </Table.Td>
      <Table.Td>{savedBy === '' ? '–' : savedBy}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime at={savedAt} />
      </Table.Td>
      <Table.Td>
        {!isPresent && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Button size="compact-xs" variant="subtle" onClick={onCompare} aria-label={t('compareNumber', { version })}>
              {t('compare')}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={onRestore} aria-label={t('restoreNumber', { version })}>
              {t('restore')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function useRestore({ id }: Configuration) {
  const t = useTranslations('configurationVersions');
  const queries = useQueryClient();
  const confirm = useConfirm();
  return (version: number) => {
    confirm({
      title: t('restoreTitle', { version }),
      message: t('restoreMessage'),
      action: t('restore'),
      onConfirm: async () => {
        await restoreVersion(id, version);
        await queries.invalidateQueries({ queryKey: ['configurations'] });
        notifications.show({ message: t('restored', { version }) });
      },
    });
  };
}
