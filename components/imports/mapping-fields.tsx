'use client';

import { MultiSelect, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { ImportMapping } from '#lib/registry/domain/import-mapping.ts';
import type { ImportColumnsData } from './import-data.ts';

interface MappingFieldsProps {
  readonly columns: ImportColumnsData['columns'];
  readonly value: Partial<ImportMapping>;
  readonly onChange: (mapping: Partial<ImportMapping>) => void;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a single column can be, in the order in which people look for it. */
const singles = [
  'name',
  'source_ref',
  'parent_ref',
  'latitude',
  'longitude',
  'altitude',
  'accuracy',
  'type_column',
  'code',
  'status',
  'aliases',
  'opening_date',
  'closed_date',
  'group_refs',
] as const;

/** Says which column is what: each with examples of what it holds. */
export function MappingFields({ columns, value, onChange, fields }: MappingFieldsProps) {
  const t = useTranslations('imports');
  const names = [...new Set(columns.map(({ name }) => name))];
  const examplesOf = (column: string | undefined): string =>
    columns.find(({ name }) => name === column)?.examples.join(' · ') ?? '';
  const set = (change: Partial<ImportMapping>) => {
    const merged = Object.entries({ ...value, ...change }).filter(([, chosen]) => chosen !== undefined);
    onChange(Object.fromEntries(merged));
  };
  return (
    <Stack gap="md" role="group" aria-labelledby="import-columns">
      <div>
        <Title order={3} size="h5" id="import-columns">
          {t('mapping.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('mapping.description')}
        </Text>
      </div>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {singles.map((member) => (
          <Select
            key={member}
            label={t(`mapping.${member}`)}
            description={
              examplesOf(value[member]) || t(value[member] === undefined ? 'mapping.noColumn' : 'mapping.noExamples')
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={names}
            value={value[member] ?? null}
            onChange={(column) => {
              set({ [member]: column ?? undefined });
            }}
            placeholder={t('mapping.placeholder')}
            searchable
            clearable={member !== 'name'}
            withAsterisk={member === 'name'}
            error={member === 'name' ? undefined : fields[`mapping.${member}`]}
          />
        ))}
        <TextInput
          label={t('mapping.type')}
          description={t('mapping.typeHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={value.name ?? ''}
          value={value.type ?? ''}
          onChange={({ currentTarget }) => {
            set({ type: currentTarget.value === '' ? undefined : currentTarget.value });
          }}
        />
      </SimpleGrid>
      <MultiSelect
        label={t('mapping.parents')}
        description={t('mapping.parentsHint')}
        data={names.filter((name) => name !== value.name)}
        value={value.parents ?? []}
        onChange={(parents) => {
          set({ parents });
        }}
        searchable
        clearable
        hidePickedOptions
      />
      <MultiSelect
        label={t('mapping.extra')}
        description={t('mapping.extraHint')}
        data={names}
        value={value.extra ?? []}
        onChange={(extra) => {
          set({ extra });
        }}
        searchable
        clearable
        hidePickedOptions
      />
    </Stack>
  );
}
