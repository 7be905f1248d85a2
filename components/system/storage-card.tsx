'use client';

import { Card, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { NowData } from './system-data.ts';

/** How much the database holds and how much room is left. */
export function StorageCard({ storage }: { readonly storage: NowData['storage'] }) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const size = useSizeLabel();
  const { databaseBytes, diskFreeBytes, diskTotalBytes } = storage;
  const usedShare = diskFreeBytes !== null && diskTotalBytes ? 1 - diskFreeBytes / diskTotalBytes : null;
  return (
    <Card miw={280}>
      <Title order={2} size="h3" mb="xs">
        {t('system.storage')}
      </Title>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="sm">{t('system.database')}</Text>
          <Text size="sm" fw={600}>
            {size(databaseBytes)}
          </Text>
        </Group>
        {usedShare !== null && diskFreeBytes !== null && (
          <div>
            <Group justify="space-between" mb={4}>
              <Text size="sm">{t('system.disk')}</Text>
              <Text size="sm" fw={600}>
                {t('system.diskFree', { size: size(diskFreeBytes) })}
              </Text>
            </Group>
            <Progress
              value={usedShare * 100}
              color={usedShare > 0.97 ? 'red' : usedShare > 0.9 ? 'orange' : 'cairn'}
              aria-label={t('system.diskUsed', { percent: format.number(usedShare, { style: 'percent' }) })}
            />
            <Text size="xs" c="dimmed" mt={4}>
              {t('system.diskUsed', { percent: format.number(usedShare, { style: 'percent' }) })}
            </Text>
          </div>
        )}
      </Stack>
    </Card>
  );
}
