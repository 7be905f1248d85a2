'use client';

import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconFileUpload, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import classes from './drop-file.module.css';
import type { ImportData } from './import-data.ts';
import { sendFile } from './send-file.ts';

const kinds = '.csv,.txt,.tsv,.xlsx,.xlsm,.xls,.geojson,.json,.geojsonl,.gpkg';

/** Takes a file, dropped or chosen with the keyboard, and sends it with its progress in sight. */
export function DropFile({ onSent }: { readonly onSent: (sent: ImportData) => void }) {
  const t = useTranslations('imports');
  const [isOver, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController>(null);
  const sending = useMutation({
    mutationFn: (file: File) => {
      setShare(0);
      stop.current = new AbortController();
      return sendFile(file, { onProgress: setShare, signal: stop.current.signal });
    },
    onSuccess: onSent,
  });
  const isStopped = sending.error instanceof DOMException;
  return (
    <div
      className={classes['zone']}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file && !sending.isPending) sending.mutate(file);
      }}
    >
      <Stack align="center" gap="sm">
        <Text fw={500}>{t('drop.title')}</Text>
        <Text size="sm" c="dimmed" maw="60ch">
          {t('drop.description')}
        </Text>
        {sending.isPending ? (
          <Stack w="100%" maw={420} gap="xs">
            <Progress value={share * 100} animated aria-label={t('drop.sending', { name: sending.variables.name })} />
            <Group justify="space-between">
              <Text size="sm" aria-live="polite">
                {t('drop.sending', { name: sending.variables.name })}
              </Text>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconX size={16} />}
                onClick={() => stop.current?.abort()}
              >
                {t('drop.stop')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <FileButton
            accept={kinds}
            onChange={(file) => {
              if (file) sending.mutate(file);
            }}
          >
            {(props) => (
              <Button {...props} leftSection={<IconFileUpload size={16} />}>
                {t('drop.choose')}
              </Button>
            )}
          </FileButton>
        )}
        {sending.error !== null && !isStopped && (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {sending.error.message}
          </Text>
        )}
      </Stack>
    </div>
  );
}
