'use client';

import { Select } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { traceDays, traceStatuses } from '#lib/passive/domain/traces/bundle-trace.ts';
import { fetchTracePage, type TraceFilter, type TracePage } from './trace-queries.ts';
import { useTraceColumns } from './use-trace-columns.tsx';

interface TracesViewProps {
  /** What the server found for the address the page was opened with. */
  readonly initial: { readonly filter: TraceFilter; readonly page: TracePage };
  /** Studies whose traces the viewer may read. */
  readonly studies: readonly TracedStudy[];
  /** Key of a study in which the viewer may switch traces on; null: there is none. */
  readonly settingsOf: string | null;
}

export interface TracedStudy {
  readonly key: string;
  readonly isTraced: boolean;
}

/** What became of uploads and their points, step by step; the filter stands in the address. */
export function TracesView({ initial, studies, settingsOf }: TracesViewProps) {
  const t = useTranslations('traces');
  const tSources = useTranslations('sources');
  const href = useStudyHref();
  const { filter, setValues } = useTraceFilter();
  const list = usePagedList({
    queryKey: ['bundle-traces', filter],
    fetchPage: (cursor, signal) => fetchTracePage(filter, cursor, signal),
    initial: JSON.stringify(filter) === JSON.stringify(initial.filter) ? initial.page : undefined,
  });
  const search = useCallback(
    (id: string) => {
      void setValues({ text: id, status: null });
    },
    [setValues],
  );
  const columns = useTraceColumns({
    isOneStudy: filter.study !== undefined || studies.length < 2,
    onSearch: search,
  });
  const clear = () => void setValues(null);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description', { days: traceDays })}
        crumbs={[{ label: tSources('list.title'), href: href('/sources') }]}
      />
      <DataTable
        name="bundle-traces"
        label={t('title')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => String(id)}
        toolbar={
          <>
            <SearchField
              label={t('search')}
              clearLabel={t('clear')}
              value={filter.text ?? ''}
              onSearch={(text) => void setValues({ text: text === '' ? null : text })}
            />
            <Select
              aria-label={t('columns.status')}
              placeholder={t('anyStatus')}
              clearable
              w={210}
              data={traceStatuses.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
              value={filter.status ?? null}
              onChange={(value) => void setValues({ status: traceStatuses.find((one) => one === value) ?? null })}
            />
          </>
        }
        empty={
          filter.text !== undefined || filter.status !== undefined ? (
            <EmptyState
              title={t('empty.filteredTitle')}
              description={t('empty.filteredText', { days: traceDays })}
              action={{ label: t('clear'), onClick: clear }}
            />
          ) : (
            <NoTraces
              isTraced={studies.some(({ key, isTraced }) => isTraced && isChosen(filter, key))}
              settingsOf={settingsOf}
            />
          )
        }
      />
    </>
  );
}

function isChosen({ study }: TraceFilter, key: string): boolean {
  return study === undefined || study === key;
}

/** The filter of the list, kept in the address. */
function useTraceFilter() {
  const study = useStudyKey();
  const [values, setValues] = useQueryStates({
    text: parseAsString,
    status: parseAsStringLiteral(traceStatuses),
  });
  const filter = useMemo(
    (): TraceFilter => ({
      ...(study === null ? {} : { study }),
      ...(values.text ? { text: values.text } : {}),
      ...(values.status ? { status: values.status } : {}),
    }),
    [study, values],
  );
  return { filter, setValues };
}

interface NoTracesProps {
  /** Traces are kept, but nothing has come yet. */
  readonly isTraced: boolean;
  readonly settingsOf: string | null;
}

function NoTraces({ isTraced, settingsOf }: NoTracesProps) {
  const t = useTranslations('traces');
  const icon = <IconRoute size={24} stroke={1.5} />;
  if (isTraced) return <EmptyState icon={icon} title={t('empty.title')} description={t('empty.text')} />;
  return (
    <EmptyState
      icon={icon}
      title={t('empty.offTitle')}
      description={t(settingsOf === null ? 'empty.offRefused' : 'empty.offText')}
      {...(settingsOf === null
        ? {}
        : { action: { label: t('empty.switchOn'), href: `/settings/studies/${settingsOf}` } })}
    />
  );
}
