'use client';

import { Checkbox, Group, ScrollArea, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { ExportableTypeView } from './export-data.ts';
import { fetchExportableTypes, type Chosen } from './export-queries.ts';

interface TypePickerProps {
  readonly chosen: Chosen;
  /** Null: all. */
  readonly value: readonly string[] | null;
  readonly onChange: (types: string[] | null) => void;
}

/** All types, or some of those that the chosen sources have sent, each with its numbers. */
export function TypePicker({ chosen, value, onChange }: TypePickerProps) {
  const t = useTranslations('exports');
  const { study, sourceIds, groupIds } = chosen;
  const types = useQuery({
    queryKey: ['exports', 'types', study, sourceIds, groupIds],
    queryFn: ({ signal }) => fetchExportableTypes(chosen, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="xs" role="group" aria-labelledby="export-types">
      <Text size="sm" fw={500} id="export-types">
        {t('order.types')}
      </Text>
      <SegmentedControl
        aria-labelledby="export-types"
        value={value === null ? 'all' : 'some'}
        onChange={(next) => {
          onChange(next === 'all' ? null : (types.data ?? []).filter(isOfPoints).map((type) => type.type));
        }}
        data={[
          { value: 'all', label: t('order.allTypes') },
          { value: 'some', label: t('order.someTypes') },
        ]}
      />
      {types.error && <ErrorState error={types.error} onRetry={() => void types.refetch()} />}
      {types.isPending && <Skeleton height={96} />}
      {types.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('order.noTypes')}
        </Text>
      )}
      {value !== null && types.data && (
        <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0 }}>
          <Checkbox.Group value={[...value]} onChange={onChange} aria-labelledby="export-types">
            <Stack gap={6}>
              {types.data.map((type) => (
                <TypeLine key={type.type} type={type} />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}

/** Reports about devices and people are ticked one by one. */
function isOfPoints({ table }: ExportableTypeView): boolean {
  return table !== 'report';
}

const reportWords: Readonly<Record<string, 'order.issues' | 'order.personalData'>> = {
  'pdk-issues': 'order.issues',
  'pdk-personal-data': 'order.personalData',
};

function TypeLine({ type }: { readonly type: ExportableTypeView }) {
  const t = useTranslations('exports');
  const words = reportWords[type.type];
  const numbers = t('order.typePoints', { points: type.points, sources: type.sources });
  const ofPoints = type.table === 'generic' ? `${numbers} · ${t('order.genericTable')}` : numbers;
  return (
    <Checkbox
      value={type.type}
      label={
        <Group gap="xs" wrap="wrap">
          <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>
            {type.type}
          </Text>
          <Text span size="xs" c="dimmed">
            {words && type.table === 'report' ? t(words) : ofPoints}
          </Text>
        </Group>
      }
    />
  );
}
