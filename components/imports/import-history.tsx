'use client';

import { Button, Group, Text, Title } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { importPageSchema, ImportData } from './import-data.ts';
import { fetchImportPage, isBusy, pollMs } from './import-queries.ts';
import { ImportStateBadge } from './import-state-badge.tsx';
import { useUndo } from './use-undo.tsx';

interface ImportHistoryProps {
  readonly initial: z.infer<typeof importPageSchema>;
  readonly onOpen: (id: string) => void;
}

/** Files that were sent before, how far each is, and its undo. */
export function ImportHistory({ initial, onOpen }: ImportHistoryProps) {
  const t = useTranslations('imports');
  const list = usePagedList({
    queryKey: ['imports', 'list'],
    fetchPage: fetchImportPage,
    refreshMs: pollMs,
    initial,
  });
  const columns = useColumns();
  return (
    <section aria-labelledby="earlier-imports">
      <Title order={2} size="h4" id="earlier-imports" mb="sm">
        {t('history.title')}
      </Title>
      <DataTable
        name="imports"
        label={t('history.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          onOpen(id);
        }}
        maxHeight="60dvh"
        empty={<EmptyState title={t('history.emptyTitle')} description={t('history.emptyDescription')} />}
      />
    </section>
  );
}

function useColumns(): readonly TableColumn<ImportData>[] {
  const t = useTranslations('imports');
  return useMemo((): TableColumn<ImportData>[] => {
    const numbersOf = ({ report }: ImportData): string => {
      if (report === null) return '';
      const { created, updated, unchanged, refused } = report;
      return t('history.numbersText', { created, updated, unchanged, refused });
    };
    return [
      {
        id: 'file',
        header: t('history.file'),
        isFixed: true,
        widthPx: 220,
        csv: ({ fileName }) => fileName,
        cell: ({ fileName }) => (
          <Text size="sm" fw={500} lineClamp={1}>
            {fileName}
          </Text>
        ),
      },
      {
        id: 'state',
        header: t('history.state'),
        widthPx: 170,
        csv: ({ state }) => t(`states.${state}`),
        cell: (row) => <ImportStateBadge of={row} />,
      },
      {
        id: 'into',
        header: t('history.into'),
        widthPx: 190,
        csv: (row) => intoOf(row),
        cell: (row) => <Text size="sm">{intoOf(row)}</Text>,
      },
      {
        id: 'numbers',
        header: t('history.numbers'),
        widthPx: 260,
        csv: numbersOf,
        cell: (row) => <Text size="sm">{numbersOf(row)}</Text>,
      },
      {
        id: 'by',
        header: t('history.by'),
        widthPx: 150,
        csv: ({ createdBy }) => createdBy,
        cell: ({ createdBy }) => <Text size="sm">{createdBy ?? ''}</Text>,
      },
      {
        id: 'at',
        header: t('history.at'),
        widthPx: 130,
        csv: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
      { id: 'actions', header: t('history.actions'), widthPx: 150, cell: (row) => <UndoButton of={row} /> },
    ];
  }, [t]);
}

function intoOf({ settings, report }: ImportData): string {
  if (settings === null) return '';
  const version = settings.version ?? report?.version;
  return version === undefined ? settings.pyramid : `${settings.pyramid}, ${String(version)}`;
}

function UndoButton({ of }: { readonly of: ImportData }) {
  const t = useTranslations('imports');
  const undo = useUndo();
  if (of.state !== 'imported' || isBusy(of)) return null;
  // A press on the button is not a press on the row it stands in.
  return (
    <Group
      onClick={(event) => {
        event.stopPropagation();
      }}
    >
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowBackUp size={16} />}
        onClick={() => {
          undo(of);
        }}
      >
        {t('undo.action')}
      </Button>
    </Group>
  );
}
