'use client';

import { ActionIcon, Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconEraser, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useChosenStudy } from '#components/shell/use-chosen-study.tsx';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { everyType, type SensitiveField } from '#lib/passive/domain/sensitive/sensitive-field.ts';
import { RuleForm } from './rule-form.tsx';
import { fetchSensitiveFields, removeSensitiveField, startRedaction } from './sensitive-queries.ts';

interface SensitiveViewProps {
  readonly studies: readonly { readonly key: string; readonly name: string }[];
  /** Types of the codebook. */
  readonly types: readonly string[];
}

/** What a study does not keep of its points. */
export function SensitiveView({ studies, types }: SensitiveViewProps) {
  const t = useTranslations('sensitive');
  const tCodebook = useTranslations('codebook');
  const href = useStudyHref();
  const { study, chooser } = useChosenStudy(studies, t('study'));
  return (
    <Stack gap="md">
      <PageHeader
        title={t('title')}
        description={t('description')}
        crumbs={[{ label: tCodebook('title'), href: href('/codebook') }]}
        {...(chooser === null ? {} : { actions: chooser })}
      />
      <Alert variant="light" color="gray" icon={<IconEyeOff size={20} />}>
        {t('whatStays')}
      </Alert>
      {study ? (
        <>
          <RuleForm key={study.key} study={study.key} types={types} />
          <RuleTable study={study.key} />
        </>
      ) : (
        <EmptyState title={t('noStudy')} description={t('noStudyText')} />
      )}
    </Stack>
  );
}

function RuleTable({ study }: { readonly study: string }) {
  const t = useTranslations('sensitive');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['sensitive-fields', study],
    queryFn: ({ signal }) => fetchSensitiveFields(study, signal),
  });
  const columns = useRuleColumns();
  return (
    <>
      {data && data.length > 0 && <ApplyButton study={study} />}
      <DataTable
        name="sensitive-fields"
        label={t('label')}
        columns={columns}
        rows={data ?? []}
        rowId={({ id }) => id}
        isLoading={isPending}
        error={data ? null : error}
        onRetry={() => void refetch()}
        maxHeight="28rem"
        empty={<EmptyState title={t('emptyTitle')} description={t('emptyText')} />}
      />
    </>
  );
}

/** Starts the task that takes what is named off points that are stored already. */
function ApplyButton({ study }: { readonly study: string }) {
  const t = useTranslations('sensitive');
  const router = useRouter();
  const confirm = useConfirm();
  return (
    <Group justify="flex-end">
      <Button
        variant="default"
        leftSection={<IconEraser size={16} />}
        onClick={() => {
          confirm({
            title: t('applyTitle'),
            message: t('applyMessage'),
            action: t('apply'),
            onConfirm: async () => {
              router.push(`/tasks/${await startRedaction(study)}`);
            },
          });
        }}
      >
        {t('apply')}
      </Button>
    </Group>
  );
}

function useRuleColumns(): readonly TableColumn<SensitiveField>[] {
  const t = useTranslations('sensitive');
  return useMemo((): TableColumn<SensitiveField>[] => {
    return [
      {
        id: 'type',
        header: t('type'),
        isFixed: true,
        widthPx: 180,
        csv: ({ type }) => type,
        cell: ({ type }) => <Text size="sm">{type === everyType ? t('everyType') : type}</Text>,
      },
      {
        id: 'pattern',
        header: t('pattern'),
        widthPx: 240,
        csv: ({ pattern }) => pattern,
        cell: ({ pattern }) => <Code>{pattern}</Code>,
      },
      {
        id: 'note',
        header: t('note'),
        widthPx: 220,
        csv: ({ note }) => note,
        cell: ({ note }) => (
          <Text size="sm" lineClamp={2}>
            {note === '' ? '–' : note}
          </Text>
        ),
      },
      {
        id: 'by',
        header: t('by'),
        widthPx: 150,
        csv: ({ createdBy }) => createdBy,
        cell: ({ createdBy }) => (
          <Text size="sm" truncate>
            {createdBy}
          </Text>
        ),
      },
      {
        id: 'since',
        header: t('since'),
        widthPx: 150,
        csv: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
      {
        id: 'remove',
        header: t('actions'),
        widthPx: 80,
        align: 'end',
        cell: (field) => <RemoveButton field={field} />,
      },
    ];
  }, [t]);
}

function RemoveButton({ field }: { readonly field: SensitiveField }) {
  const t = useTranslations('sensitive');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const remove = async () => {
    await removeSensitiveField(field.id).catch(showFailure);
    await queries.invalidateQueries({ queryKey: ['sensitive-fields'] });
  };
  return (
    <ActionIcon
      variant="subtle"
      color="red"
      aria-label={t('remove', { pattern: field.pattern })}
      onClick={() => {
        confirm({
          title: t('removeTitle'),
          message: t('removeMessage', { pattern: field.pattern }),
          action: t('removeAction'),
          onConfirm: remove,
        });
      }}
    >
      <IconTrash size={16} />
    </ActionIcon>
  );
}
