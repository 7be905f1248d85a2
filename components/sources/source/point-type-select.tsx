'use client';

import { Select } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';
import { useSourceTypeName } from './type-names.ts';

/** Stands for every type where a type's number is expected. */
export const everyType = 0;

interface PointTypeSelectProps {
  readonly types: readonly SourceType[];
  /** {@link everyType}, or the number of a type. */
  readonly value: number;
  readonly onChange: (typeId: number) => void;
}

/** Which points the table shows: those of one type, or the newest of all. */
export function PointTypeSelect({ types, value, onChange }: PointTypeSelectProps) {
  const t = useTranslations('passive');
  const typeName = useSourceTypeName();
  const named = types.map((type) => ({ value: String(type.typeId), label: typeName(type) }));
  return (
    <Select
      aria-label={t('points.type')}
      data={[{ value: String(everyType), label: t('points.everyType') }, ...named]}
      value={String(value)}
      onChange={(next) => {
        if (next !== null) onChange(Number(next));
      }}
      allowDeselect={false}
      searchable
      w={260}
    />
  );
}
