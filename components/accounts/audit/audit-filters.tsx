'use client';

import { Select, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import 'dayjs/locale/de';
import 'dayjs/locale/fr';
import type { StudyChoice } from '../people/placement-fields.tsx';
import type { AuditFilterValues } from './audit-filter-values.ts';

interface AuditFiltersProps {
  readonly values: AuditFilterValues;
  readonly studies: readonly StudyChoice[];
  /** Kinds of acts to choose from, instead of those of changes. */
  readonly actions?: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (change: Partial<AuditFilterValues>) => void;
}

/** What the log tells about: the words before the point of an action. */
const nouns = [
  'organization',
  'user',
  'membership',
  'role',
  'token',
  'study',
  'source',
  'group',
  'configuration',
  'quarantine',
  'export',
  'task',
] as const;

const typingMs = 300;

/** Person, kind of act, study and days. */
export function AuditFilters({ values, studies, actions, onChange }: AuditFiltersProps) {
  const t = useTranslations('accounts');
  const locale = useLocale();
  const [actor, setActor] = useState(values.actor ?? '');
  const later = useDebouncedCallback((text: string) => {
    onChange({ actor: text.trim() === '' ? null : text.trim() });
  }, typingMs);
  const days: [string | null, string | null] = [dayOf(values.from, 0), dayOf(values.to, -1)];
  return (
    <>
      <TextInput
        aria-label={t('audit.byActor')}
        placeholder={t('audit.byActor')}
        w={180}
        value={actor}
        onChange={(event) => {
          setActor(event.currentTarget.value);
          later(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={t('audit.byAction')}
        placeholder={t('audit.byAction')}
        w={170}
        clearable
        data={actions ?? nouns.map((noun) => ({ value: noun, label: t(`audit.nouns.${noun}`) }))}
        value={values.action}
        onChange={(action) => {
          onChange({ action });
        }}
      />
      {studies.length > 0 && (
        <Select
          aria-label={t('audit.study')}
          placeholder={t('audit.study')}
          w={170}
          clearable
          searchable
          data={studies.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.studyId}
          onChange={(studyId) => {
            onChange({ studyId });
          }}
        />
      )}
      <DatePickerInput
        type="range"
        aria-label={t('audit.byDays')}
        placeholder={t('audit.byDays')}
        locale={locale}
        w={220}
        clearable
        allowSingleDateInRange
        value={days}
        onChange={([from, to]) => {
          onChange({ from: startOfDay(from, 0), to: startOfDay(to, 1) });
        }}
      />
    </>
  );
}

/** The instant a calendar day of the viewer begins, `offset` days later, as ISO 8601. */
function startOfDay(day: string | null, offset: number): string | null {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date + offset).toISOString();
}

/** The viewer's calendar day of an instant, `offset` days later. */
function dayOf(instant: string | null, offset: number): string | null {
  if (instant === null || Number.isNaN(Date.parse(instant))) return null;
  const at = new Date(instant);
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() + offset);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
