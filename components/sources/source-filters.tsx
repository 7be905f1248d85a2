'use client';

import { Select, Switch } from '@mantine/core';
import { useQueryStates, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { SearchField } from '#components/ui/search-field.tsx';
import { sourceKinds, sourceStates, type SourceGroup } from '#lib/sources/domain/source.ts';
import { noGroup, type SourceFilter } from '#lib/sources/domain/source-query.ts';

/** The filter of the list, kept in the address. */
export function useSourceFilter() {
  const study = useStudyKey();
  const [values, setValues] = useQueryStates({
    text: parseAsString,
    kind: parseAsStringLiteral(sourceKinds),
    group: parseAsString,
    state: parseAsStringLiteral(sourceStates),
    archived: parseAsBoolean,
  });
  const filter = useMemo((): SourceFilter => {
    const { text, kind, group, state, archived } = values;
    return {
      ...(study === null ? {} : { study }),
      ...(text ? { text } : {}),
      ...(kind ? { kind } : {}),
      ...(group ? { group } : {}),
      ...(state ? { state } : {}),
      ...(archived ? { archived } : {}),
    };
  }, [study, values]);
  return { filter, values, setValues };
}

type FilterState = ReturnType<typeof useSourceFilter>;

interface SourceFiltersProps extends Pick<FilterState, 'values' | 'setValues'> {
  readonly groups: readonly SourceGroup[];
}

/** Search box and the choices that narrow the list. */
export function SourceFilters({ values, setValues, groups }: SourceFiltersProps) {
  const t = useTranslations('sources');
  const isOneStudy = useStudyKey() !== null;
  return (
    <>
      <SearchField
        label={t('list.search')}
        clearLabel={t('list.clearFilters')}
        value={values.text ?? ''}
        onSearch={(text) => void setValues({ text: text === '' ? null : text })}
      />
      <Select
        aria-label={t('list.kind')}
        placeholder={t('list.anyKind')}
        clearable
        w={150}
        data={sourceKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        value={values.kind}
        onChange={(value) => void setValues({ kind: sourceKinds.find((kind) => kind === value) ?? null })}
      />
      <Select
        aria-label={t('list.group')}
        placeholder={t('list.anyGroup')}
        clearable
        searchable
        w={190}
        data={[
          { value: noGroup, label: t('list.noGroup') },
          ...groups.map(({ id, name, studyName }) => ({
            value: id,
            label: isOneStudy ? name : `${name} · ${studyName}`,
          })),
        ]}
        value={values.group}
        onChange={(group) => void setValues({ group })}
      />
      <Switch
        label={t('list.archived')}
        checked={values.archived ?? false}
        onChange={(event) => void setValues({ archived: event.currentTarget.checked ? true : null })}
      />
    </>
  );
}
