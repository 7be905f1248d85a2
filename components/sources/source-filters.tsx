'use client';

import { CloseButton, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQueryStates, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { sourceKinds, sourceStates, type SourceGroup } from '#lib/sources/domain/source.ts';
import { noGroup, type SourceFilter } from '#lib/sources/domain/source-query.ts';

const searchDelayMs = 250;

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
      <SearchBox initial={values.text ?? ''} onSearch={(text) => void setValues({ text: text === '' ? null : text })} />
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

function SearchBox({ initial, onSearch }: { readonly initial: string; readonly onSearch: (text: string) => void }) {
  const t = useTranslations('sources');
  const [text, setText] = useState(initial);
  const input = useRef<HTMLInputElement>(null);
  // Back, forward and "clear the filters" change the address from outside; typing changes it from here.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(initial);
  }, [initial]);
  const searchSoon = useDebouncedCallback(onSearch, searchDelayMs);
  const change = (value: string) => {
    setText(value);
    searchSoon(value.trim());
  };
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={
        text !== '' && (
          <CloseButton
            size="sm"
            aria-label={t('list.clearFilters')}
            onClick={() => {
              change('');
            }}
          />
        )
      }
      value={text}
      maxLength={200}
      onChange={(event) => {
        change(event.currentTarget.value);
      }}
      style={{ flex: '1 1 14rem', maxWidth: '22rem' }}
    />
  );
}
