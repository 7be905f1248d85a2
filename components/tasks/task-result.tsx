'use client';

import { Alert, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import { CopyChecksum } from './copy-checksum.tsx';
import type { TaskView } from './task-data.ts';

/** The result file: name, size, checksum, and how to go on with a cut download. */
export function TaskResult({ task }: { readonly task: TaskView }) {
  const t = useTranslations('tasks');
  const size = useSizeLabel();
  const file = task.resultFile;
  const format = useFormatter();
  if (task.resultRemovedAt !== null) {
    const at = format.dateTime(new Date(task.resultRemovedAt), { dateStyle: 'medium', timeStyle: 'short' });
    return <Alert color="gray">{t('result.removed', { at })}</Alert>;
  }
  if (file === null) return null;
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {t('result.title')}
      </Title>
      <Stack gap="xs">
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {file.name} · {size(file.sizeBytes)}
        </Text>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Text size="sm" c="dimmed" style={{ flexShrink: 0 }}>
            {t('result.checksum')}
          </Text>
          <Code style={{ overflowWrap: 'anywhere' }}>{file.sha256}</Code>
          <CopyChecksum sha256={file.sha256} />
        </Group>
        <Text size="sm" c="dimmed">
          {task.can.download
            ? t.rich('result.resume', { code: (chunks) => <Code>{chunks}</Code> })
            : t('result.refused')}
        </Text>
      </Stack>
    </Card>
  );
}
