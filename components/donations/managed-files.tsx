'use client';

import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { Moment } from '#components/ui/relative-time.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import { FileStateBadge } from './donation-badges.tsx';
import type { ManagedFileData } from './donation-data.ts';
import { archiveUrl, readFileAgain } from './donation-queries.ts';
import { OutcomeLines } from './outcome-lines.tsx';

interface ManagedFilesProps {
  readonly files: readonly ManagedFileData[];
  /** The viewer may open archives. */
  readonly canOpen: boolean;
}

/** The archives of a request: what became of each, to download and to have read again. */
export function ManagedFiles({ files, canOpen }: ManagedFilesProps) {
  const t = useTranslations('donations');
  return (
    <Stack gap="sm" component="section" aria-label={t('detail.files')}>
      <Title order={2} size="h4">
        {t('detail.files')}
      </Title>
      {files.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('detail.noFiles')}
        </Text>
      )}
      {files.map((file) => (
        <ManagedFile key={file.id} file={file} canOpen={canOpen} />
      ))}
    </Stack>
  );
}

function ManagedFile({ file, canOpen }: { readonly file: ManagedFileData; readonly canOpen: boolean }) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const size = useSizeLabel();
  const again = useMutation({
    mutationFn: () => readFileAgain(file.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['donations'] }),
  });
  const isHere = file.processedAt !== null && file.state !== 'waiting';
  return (
    <Card withBorder padding="sm">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
            {file.fileName}
          </Text>
          <FileStateBadge state={file.state} />
        </Group>
        <Text size="sm" c="dimmed">
          {file.service} · {size(file.sizeBytes)}
          {file.uploadedAt !== null && (
            <>
              {' · '}
              <Moment at={file.uploadedAt} />
            </>
          )}
        </Text>
        {file.outcome && file.state !== 'kept' && <OutcomeLines outcome={file.outcome} withSkipped />}
        <Group gap="xs">
          {isHere && canOpen && (
            <Button
              component="a"
              href={archiveUrl(file.id)}
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} />}
            >
              {t('detail.download')}
            </Button>
          )}
          {isHere && (
            <Button
              size="xs"
              variant="default"
              loading={again.isPending}
              onClick={() => {
                again.mutate();
              }}
            >
              {t('detail.readAgain')}
            </Button>
          )}
          {file.taskId !== null && (
            <Anchor component={Link} href={`/tasks/${file.taskId}`} size="sm">
              {t('detail.task')}
            </Anchor>
          )}
        </Group>
        {again.error && (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {again.error.message}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
