'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { SearchField } from '#components/ui/search-field.tsx';
import { alertLevels } from '#lib/sources/domain/alerts/alert.ts';
import { nameOfCheck } from '#lib/sources/domain/alerts/built-in-words.ts';
import { fetchAlertChecks } from './alert-queries.ts';
import type { AlertFilterState } from './use-alert-filter.ts';

/** Search box and the choices that narrow the list. */
export function AlertFilters({ filter, values, setValues }: AlertFilterState) {
  const t = useTranslations('alerts');
  const { check: _check, ...withoutCheck } = filter;
  const { data: checks = [] } = useQuery({
    queryKey: ['alerts', 'checks', withoutCheck],
    queryFn: ({ signal }) => fetchAlertChecks(withoutCheck, signal),
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
        aria-label={t('columns.level')}
        placeholder={t('list.anyLevel')}
        clearable
        w={150}
        data={alertLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))}
        value={values.level}
        onChange={(value) => void setValues({ level: alertLevels.find((level) => level === value) ?? null })}
      />
      <Select
        aria-label={t('columns.check')}
        placeholder={t('list.anyCheck')}
        clearable
        searchable
        w={200}
        data={checks.map(({ checkId, checkLabel: name, count }) => ({
          value: checkId,
          label: `${nameOfCheck(t, { checkId, name })} (${String(count)})`,
        }))}
        value={values.check}
        onChange={(check) => void setValues({ check })}
      />
      <Select
        aria-label={t('list.seen')}
        placeholder={t('list.seenOrNot')}
        clearable
        w={220}
        data={[
          { value: 'false', label: t('list.notSeen') },
          { value: 'true', label: t('list.seen') },
        ]}
        value={values.acknowledged === null ? null : String(values.acknowledged)}
        onChange={(value) => void setValues({ acknowledged: value === null ? null : value === 'true' })}
      />
    </>
  );
}
