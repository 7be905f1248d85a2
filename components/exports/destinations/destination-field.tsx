'use client';

import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { fetchDestinations } from './destination-data.ts';

interface DestinationFieldProps {
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly error: string | undefined;
}

/** Where an export goes once it is made; nothing to choose when there are no destinations. */
export function DestinationField({ value, onChange, error }: DestinationFieldProps) {
  const t = useTranslations('deliveries');
  const { data } = useQuery({
    queryKey: ['exports', 'destinations'],
    queryFn: ({ signal }) => fetchDestinations(signal),
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <MultiSelect
      label={t('order.label')}
      description={t('order.hint')}
      placeholder={value.length === 0 ? t('order.placeholder') : ''}
      data={data.map(({ id, name, kind }) => ({ value: id, label: `${name} (${t(`kinds.${kind}`)})` }))}
      value={value.filter((id) => data.some((destination) => destination.id === id))}
      onChange={onChange}
      clearable
      error={error}
    />
  );
}
