'use client';

import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RequestId } from '#components/ui/error-state.tsx';

interface FailedStateProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** What a page shows when it could not be made: what happened, the id that finds it in the log, and the ways on. */
export function FailedState({ error, retry }: FailedStateProps) {
  const t = useTranslations('shell');
  const id = error instanceof Error ? (error as Error & { digest?: string }).digest : undefined;
  return (
    <div role="alert">
      <EmptyState
        isWholePage
        icon={<IconAlertTriangle size={24} stroke={1.5} />}
        title={t('failed.title')}
        description={t('failed.description')}
      >
        {id !== undefined && <RequestId id={id} />}
        <Group mt="xs" gap="xs">
          <Button onClick={retry}>{t('ui.tryAgain')}</Button>
          <Button variant="default" component={Link} href="/">
            {t('notFound.home')}
          </Button>
        </Group>
      </EmptyState>
    </div>
  );
}
