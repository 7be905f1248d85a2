'use client';

import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { ConfigurationChoice } from './configuration-queries.ts';

/** Stands for "no direct assignment". */
const byPattern = 'pattern';

interface AssignDialogProps {
  readonly configurations: readonly ConfigurationChoice[];
  readonly onAssign: (configurationId: string | null) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks which configuration sources get, whatever its patterns say. */
export function AssignDialog({ configurations, onAssign, onClose }: AssignDialogProps) {
  const t = useTranslations('sources');
  const [choice, setChoice] = useState<string | null>(configurations[0]?.id ?? byPattern);
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isOneStudy = new Set(configurations.map(({ studyName }) => studyName)).size < 2;
  const assign = async () => {
    setRunning(true);
    try {
      await onAssign(choice === byPattern ? null : choice);
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : String(error));
      setRunning(false);
    }
  };
  return (
    <Stack>
      <Select
        label={t('configureDialog.configuration')}
        data={[
          ...configurations.map(({ id, name, studyName }) => ({
            value: id,
            label: isOneStudy ? name : `${name} · ${studyName}`,
          })),
          { value: byPattern, label: t('configureDialog.byPattern') },
        ]}
        value={choice}
        onChange={setChoice}
        allowDeselect={false}
        searchable
        data-autofocus
      />
      {!isOneStudy && (
        <Text size="sm" c="dimmed">
          {t('moveDialog.otherStudies')}
        </Text>
      )}
      {failure !== null && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {failure}
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={() => void assign()} loading={isRunning}>
          {t('configureDialog.action')}
        </Button>
      </Group>
    </Stack>
  );
}
