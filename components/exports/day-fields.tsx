'use client';

import { SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { OrderForm } from './export-data.ts';

type Days = Pick<OrderForm, 'dateKind' | 'from' | 'to' | 'timeZone'>;

interface DayFieldsProps {
  readonly value: Days;
  readonly onChange: (days: Partial<Days>) => void;
  readonly error: string | undefined;
}

/** Which days, of the device's time or the server's, and where they begin. */
export function DayFields({ value, onChange, error }: DayFieldsProps) {
  const t = useTranslations('exports');
  const zones = useMemo(
    () => [...new Set(['UTC', value.timeZone, ...Intl.supportedValuesOf('timeZone')])],
    [value.timeZone],
  );
  return (
    <Stack gap="xs" role="group" aria-labelledby="export-when">
      <Text size="sm" fw={500} id="export-when">
        {t('order.when')}
      </Text>
      <SegmentedControl
        aria-labelledby="export-when"
        value={value.dateKind}
        onChange={(kind) => {
          onChange({ dateKind: kind === 'recorded' ? 'recorded' : 'created' });
        }}
        data={[
          { value: 'created', label: t('order.created') },
          { value: 'recorded', label: t('order.recorded') },
        ]}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DatePickerInput
          type="range"
          allowSingleDateInRange
          clearable
          label={t('order.days')}
          placeholder={t('order.daysPlaceholder')}
          valueFormat="YYYY-MM-DD"
          value={[value.from, value.to]}
          onChange={([from, to]) => {
            onChange({ from, to });
          }}
          error={error}
        />
        <Select
          label={t('order.timeZone')}
          data={zones}
          value={value.timeZone}
          onChange={(timeZone) => {
            if (timeZone !== null) onChange({ timeZone });
          }}
          searchable
          allowDeselect={false}
          maxDropdownHeight={280}
          limit={60}
        />
      </SimpleGrid>
    </Stack>
  );
}
