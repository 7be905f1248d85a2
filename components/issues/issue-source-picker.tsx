'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { SearchSelect } from '#components/ui/search-select.tsx';
import { searchIssueSources } from './issue-queries.ts';

interface IssueSourcePickerProps {
  readonly study: string | null;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: ReactNode;
}

/** Picks the source of an issue. */
export function IssueSourcePicker({ study, value, onChange, error }: IssueSourcePickerProps) {
  const t = useTranslations('issues');
  return (
    <SearchSelect
      label={t('form.source')}
      description={t('form.sourceHint')}
      isRequired
      queryKey={['issues', 'sources', study]}
      search={async (text, signal) =>
        (await searchIssueSources(study, text, signal)).map(({ id, name, identifier }) => ({
          value: id,
          label: name === identifier ? name : `${name} (${identifier})`,
        }))
      }
      nothingFound={t('form.noSources')}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
