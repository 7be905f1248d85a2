'use client';

import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from './api-client.ts';

interface ErrorStateProps {
  /** What was thrown; an {@link ApiProblem} is shown in its own words. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  /** What could not be shown ("The tasks"); the general sentence when absent. */
  readonly title?: string;
}

/** Says what could not be done, why, with the request id, and offers to try again. */
export function ErrorState({ error, onRetry, title }: ErrorStateProps) {
  const t = useTranslations('shell');
  const problem = error instanceof ApiProblem ? error : null;
  const detail = problem
    ? problem.code === 'unreachable'
      ? t('ui.unreachable')
      : problem.message
    : t('ui.unexpected');
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={20} />}
      title={title ?? t('ui.couldNotLoad')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{detail}</Text>
        {problem?.requestId !== undefined && <RequestId id={problem.requestId} />}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('ui.tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** The id that finds the log lines of what went wrong. */
export function RequestId({ id }: { readonly id: string }) {
  const t = useTranslations('shell');
  return (
    <Group gap={6}>
      <Text size="xs" c="dimmed">
        {t('ui.requestId')}
      </Text>
      <Code fz="xs">{id}</Code>
    </Group>
  );
}
