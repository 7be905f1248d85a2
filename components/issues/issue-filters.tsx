'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { SearchField } from '#components/ui/search-field.tsx';
import { issueKinds, issueStates } from '#lib/sources/domain/issues/device-issue.ts';
import { fetchMakers } from './issue-queries.ts';
import type { IssueFilterState } from './use-issue-filter.ts';

/** Search box and the choices that narrow the list. */
export function IssueFilters({ filter, values, setValues }: IssueFilterState) {
  const t = useTranslations('issues');
  const study = filter.study ?? null;
  const { data: makers = [] } = useQuery({
    queryKey: ['issues', 'makers', study],
    queryFn: ({ signal }) => fetchMakers(study, signal),
  });
  return (
    <>
      <SearchField
        label={t('list.search')}
        clearLabel={t('list.clear')}
        value={values.text ?? ''}
        onSearch={(text) => void setValues({ text: text === '' ? null : text })}
      />
      <Select
        aria-label={t('columns.state')}
        placeholder={t('list.anyState')}
        clearable
        w={150}
        data={issueStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
        value={values.state}
        onChange={(value) => void setValues({ state: issueStates.find((state) => state === value) ?? null })}
      />
      <Select
        aria-label={t('columns.about')}
        placeholder={t('list.anyKind')}
        clearable
        searchable
        w={190}
        data={issueKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        value={values.kind}
        onChange={(value) => void setValues({ kind: issueKinds.find((kind) => kind === value) ?? null })}
      />
      <Select
        aria-label={t('columns.manufacturer')}
        placeholder={t('list.anyMaker')}
        clearable
        searchable
        w={150}
        data={[...new Set([...makers, ...(values.manufacturer ? [values.manufacturer] : [])])]}
        value={values.manufacturer}
        onChange={(manufacturer) => void setValues({ manufacturer })}
      />
    </>
  );
}
