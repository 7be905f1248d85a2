'use client';

import { Accordion, Checkbox, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { exportForms, fileFormats } from '#lib/exports/domain/export-order.ts';
import type { OrderForm } from './export-data.ts';

interface FormatFieldsProps {
  readonly order: OrderForm;
  readonly onChange: (change: Partial<OrderForm>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** In what form, under what name, and whether to be told. */
export function FormatFields({ order, onChange, errors }: FormatFieldsProps) {
  const t = useTranslations('exports');
  return (
    <Stack gap="xs">
      <Checkbox.Group
        label={t('order.format')}
        value={[...order.formats]}
        onChange={(values) => {
          onChange({ formats: exportForms.filter((format) => values.includes(format)) });
        }}
        error={errors['formats']}
      >
        <SimpleGrid cols={{ base: 1, sm: 3 }} mt={6}>
          {exportForms.map((form) => (
            <Checkbox key={form} value={form} label={t(`order.${form}`)} description={t(`order.${form}Hint`)} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      {(order.formats.includes('tables') || order.formats.includes('flat')) && (
        <Checkbox.Group
          label={t('order.fileFormat')}
          value={[...order.fileFormats]}
          onChange={(values) => {
            onChange({ fileFormats: fileFormats.filter((format) => values.includes(format)) });
          }}
          error={errors['fileFormats']}
        >
          <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} mt={6}>
            {fileFormats.map((format) => (
              <Checkbox
                key={format}
                value={format}
                label={t(`fileFormats.${format}`)}
                description={t(`fileFormats.${format}Hint`)}
              />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      )}
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
