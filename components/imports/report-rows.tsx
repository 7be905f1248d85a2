'use client';

import { Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { isRefusal, noteSentences, refusalSentences, type RowCode } from '#lib/registry/domain/import-report.ts';
import type { ImportSummary } from '#lib/registry/domain/import-record.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { ImportData, ImportRowData } from './import-data.ts';
import { fetchRows } from './import-queries.ts';

interface ReportRowsProps {
  readonly of: ImportData;
  readonly report: ImportSummary;
}

/** A row with the place it has in the report: several may be of one line. */
interface PlacedRow extends ImportRowData {
  readonly place: string;
}

const sentences: Readonly<Record<RowCode, string>> = { ...noteSentences, ...refusalSentences };
const codes = Object.keys(sentences) as RowCode[];

/** What is to be said of the rows of a file, page by page, all or of one kind. */
export function ReportRows({ of, report }: ReportRowsProps) {
  const t = useTranslations('imports');
  const format = useFormatter();
  const [code, setCode] = useState<string | null>(null);
  const list = usePagedList({
    queryKey: ['imports', 'rows', of.id, of.taskId, code],
    fetchPage: (cursor, signal) => fetchRows({ id: of.id, cursor, code }, signal),
  });
  const rows = useMemo(() => list.rows.map((row, place) => ({ ...row, place: String(place) })), [list.rows]);
  const columns = useColumns();
  const kinds = codes.filter((known) => (report.codes[known] ?? 0) > 0);
  return (
    <DataTable
      name="import-rows"
      label={t('rows.label')}
      columns={columns}
      {...tableProps({ ...list, rows })}
      rowId={({ place }) => place}
      total={code === null ? report.rowCount : (report.codes[code] ?? 0)}
      maxHeight="60dvh"
      toolbar={
        <Select
          aria-label={t('rows.kind')}
          placeholder={t('rows.all')}
          data={kinds.map((known) => ({
            value: known,
            label: `${t(`codes.${known}`)} (${format.number(report.codes[known] ?? 0)})`,
          }))}
          value={code}
          onChange={setCode}
          clearable
          maw="100%"
          w={420}
        />
      }
      empty={<EmptyState title={t('rows.emptyTitle')} description={t('rows.emptyDescription')} />}
    />
  );
}

function useColumns(): readonly TableColumn<PlacedRow>[] {
  const t = useTranslations('imports');
  const format = useFormatter();
  return useMemo((): TableColumn<PlacedRow>[] => {
    const say = ({ code, message }: ImportRowData): string => {
      const known = codes.find((candidate) => candidate === code);
      if (known === undefined) return message;
      // What follows the sentence is the value that it is about.
      return `${t(`codes.${known}`)}${message.slice(sentences[known].length)}`;
    };
    return [
      {
        id: 'line',
        header: t('rows.line'),
        isFixed: true,
        align: 'end',
        widthPx: 80,
        csv: ({ line }) => line,
        cell: ({ line }) => format.number(line),
      },
      {
        id: 'column',
        header: t('rows.column'),
        widthPx: 170,
        csv: ({ column }) => column,
        cell: ({ column }) => <Text size="sm">{column ?? t('rows.whole')}</Text>,
      },
      {
        id: 'what',
        header: t('rows.what'),
        widthPx: 120,
        csv: ({ code }) => t(isRefusal(code as RowCode) ? 'rows.refused' : 'rows.taken'),
        cell: ({ code }) =>
          isRefusal(code as RowCode) ? (
            <Text size="sm" c="var(--cairn-bad)">
              {t('rows.refused')}
            </Text>
          ) : (
            <Text size="sm">{t('rows.taken')}</Text>
          ),
      },
      {
        id: 'message',
        header: t('rows.message'),
        widthPx: 520,
        csv: say,
        cell: (row) => <Text size="sm">{say(row)}</Text>,
      },
    ];
  }, [t, format]);
}
