'use client';

import { Accordion, Checkbox, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { OrderForm } from './export-data.ts';

interface FormatFieldsProps {
  readonly order: OrderForm;
  readonly onChange: (change: Partial<OrderForm>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

const formats = ['tables', 'raw'] as const;

/** In what form, under what name, and whether to be told. */
export function FormatFields({ order, onChange, errors }: FormatFieldsProps) {
  const t = useTranslations('exports');
  return (
    <Stack gap="xs">
      <Checkbox.Group
        label={t('order.format')}
        value={[...order.formats]}
        onChange={(values) => {
          onChange({ formats: formats.filter((format) => values.includes(format)) });
        }}
        error={errors['formats']}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt={6}>
          <Checkbox value="tables" label={t('order.tables')} description={t('order.tablesHint')} />
          <Checkbox value="raw" label={t('order.raw')} description={t('order.rawHint')} />
        </SimpleGrid>
      </Checkbox.Group>
      <Accordion variant="default" chevronPosition="left">
        <Accordion.Item value="more">
          <Accordion.Control>{t('order.more')}</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <TextInput
                  label={t('order.prefix')}
                  placeholder="pdk_export_final"
                  maxLength={80}
                  value={order.prefix ?? ''}
                  onChange={({ currentTarget }) => {
                    onChange({ prefix: currentTarget.value || null });
                  }}
                  error={errors['prefix']}
                />
                <TextInput
                  label={t('order.suffix')}
                  maxLength={80}
                  value={order.suffix ?? ''}
                  onChange={({ currentTarget }) => {
                    onChange({ suffix: currentTarget.value || null });
                  }}
                  error={errors['suffix']}
                />
              </SimpleGrid>
              <Checkbox
                label={t('order.mail')}
                checked={order.mailWhenReady}
                onChange={({ currentTarget }) => {
                  onChange({ mailWhenReady: currentTarget.checked });
                }}
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}
