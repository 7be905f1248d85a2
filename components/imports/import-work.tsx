'use client';

import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { ImportData, TargetChoice } from './import-data.ts';
import { fetchColumns, fetchImport, pollMs } from './import-queries.ts';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportStateBadge } from './import-state-badge.tsx';
import { ImportSteps } from './import-steps.tsx';
import { ImportTask } from './import-task.tsx';

interface ImportWorkProps {
  readonly id: string;
  readonly targets: readonly TargetChoice[];
  readonly onClose: () => void;
}

/** One import from its file to its undo. */
export function ImportWork({ id, targets, onClose }: ImportWorkProps) {
  const t = useTranslations('imports');
  const size = useSizeLabel();
  const { data: of, error } = useQuery({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => fetchImport(id, signal),
    refetchInterval: ({ state }) => pollMs(state.data ? [state.data] : []),
  });
  if (error && !of) return <ErrorState error={error} />;
  if (!of) return <TableSkeleton />;
  return (
    <Card component="section" aria-labelledby="this-import">
      <Group justify="space-between" align="flex-start" mb="lg" wrap="nowrap">
        <Stack gap={4} miw={0}>
          <Group gap="sm">
            <Title order={2} size="h4" id="this-import" style={{ overflowWrap: 'anywhere' }}>
              {of.fileName}
            </Title>
            <ImportStateBadge of={of} />
          </Group>
          <Text size="sm" c="dimmed">
            {t('work.file', { format: t(`formats.${of.format}`), size: size(of.sizeBytes) })}
          </Text>
        </Stack>
        <Button variant="default" leftSection={<IconX size={16} />} onClick={onClose} style={{ flexShrink: 0 }}>
          {t('work.another')}
        </Button>
      </Group>
      <Stack gap="xl">
        <ImportTask of={of} />
        {of.state === 'imported' || of.state === 'undone' ? (
          <ImportOutcome of={of} />
        ) : (
          <Choosing of={of} targets={targets} />
        )}
      </Stack>
    </Card>
  );
}

function Choosing({ of, targets }: { readonly of: ImportData; readonly targets: readonly TargetChoice[] }) {
  const { data: columns, error } = useQuery({
    queryKey: ['imports', 'columns', of.id],
    queryFn: ({ signal }) => fetchColumns(of.id, signal),
    staleTime: Infinity,
  });
  if (error) return <ErrorState error={error} />;
  if (!columns) return <TableSkeleton />;
  return <ImportSteps of={of} columns={columns} targets={targets} />;
}
