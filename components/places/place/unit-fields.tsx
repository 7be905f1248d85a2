'use client';

import { Fieldset, MultiSelect, NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useTranslations } from 'use-intl/react';
import { unitStatusSchema } from '#lib/registry/domain/org-unit.ts';
import type { NamedChoice } from '#lib/registry/domain/unit-choices.ts';
import type { UnitDraft } from './unit-draft.ts';
import type { FieldErrors } from './unit-errors.ts';

export interface UnitFieldsProps {
  readonly value: UnitDraft;
  readonly onChange: (changed: Partial<UnitDraft>) => void;
  readonly errors: FieldErrors;
  readonly types: readonly NamedChoice[];
  readonly groups: readonly NamedChoice[];
}

const named = (choices: readonly NamedChoice[]) => choices.map(({ id, name }) => ({ value: id, label: name }));

/** What a unit is and how it is called. */
export function NameFields({ value, onChange, errors, types, groups }: UnitFieldsProps) {
  const t = useTranslations('place');
  const names = useTranslations('places');
  const text = (member: 'name' | 'code' | 'sourceRef' | 'subSource') => ({
    label: t(`fields.${member}`),
    value: value[member],
    error: errors[member],
    onChange: (event: { currentTarget: { value: string } }) => {
      onChange({ [member]: event.currentTarget.value });
    },
  });
  return (
    <Stack gap="sm">
      <TextInput {...text('name')} withAsterisk data-autofocus />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={t('fields.typeId')}
          withAsterisk
          searchable
          data={named(types)}
          value={value.typeId}
          error={errors['typeId']}
          allowDeselect={false}
          nothingFoundMessage={t('nothingFound')}
          onChange={(typeId) => {
            onChange({ typeId });
          }}
        />
        <Select
          label={t('fields.status')}
          allowDeselect={false}
          data={unitStatusSchema.options.map((status) => ({ value: status, label: names(`statuses.${status}`) }))}
          value={value.status}
          error={errors['status']}
          onChange={(status) => {
            onChange({ status: unitStatusSchema.parse(status) });
          }}
        />
        <TextInput {...text('code')} description={t('hints.code')} />
        <TextInput {...text('sourceRef')} description={t('hints.sourceRef')} />
      </SimpleGrid>
      <TagsInput
        label={t('fields.aliases')}
        description={t('hints.aliases')}
        value={[...value.aliases]}
        error={errors['aliases']}
        clearable
        clearButtonProps={{ 'aria-label': t('clear', { label: t('fields.aliases') }) }}
        onChange={(aliases) => {
          onChange({ aliases });
        }}
      />
      <MultiSelect
        label={t('fields.groupIds')}
        searchable
        data={named(groups)}
        value={[...value.groupIds]}
        error={errors['groupIds']}
        nothingFoundMessage={t('nothingFound')}
        onChange={(groupIds) => {
          onChange({ groupIds });
        }}
      />
      <TextInput {...text('subSource')} />
    </Stack>
  );
}

/** When it opened and closed. */
export function DateFields({ value, onChange, errors }: Pick<UnitFieldsProps, 'value' | 'onChange' | 'errors'>) {
  const t = useTranslations('place');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {(['openingDate', 'closedDate'] as const).map((member) => (
        <DatePickerInput
          key={member}
          label={t(`fields.${member}`)}
          placeholder={t('day')}
          valueFormat="YYYY-MM-DD"
          clearable
          clearButtonProps={{ 'aria-label': t('clear', { label: t(`fields.${member}`) }) }}
          value={value[member]}
          error={errors[member]}
          onChange={(day) => {
            onChange({ [member]: day });
          }}
        />
      ))}
    </SimpleGrid>
  );
}

/** Where it is, as numbers: the map does the same with a pointer. */
export function PositionFields({ value, onChange, errors }: Pick<UnitFieldsProps, 'value' | 'onChange' | 'errors'>) {
  const t = useTranslations('place');
  const number = (member: 'lat' | 'lon' | 'altitudeM' | 'accuracyM', decimals: number) => ({
    label: t(`fields.${member}`),
    value: value[member] ?? '',
    decimalScale: decimals,
    hideControls: true,
    inputMode: 'decimal' as const,
    onChange: (given: number | string) => {
      onChange({ [member]: typeof given === 'number' ? given : null });
    },
  });
  const half = (value.lat === null) !== (value.lon === null);
  return (
    <Fieldset legend={t('fields.location')}>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <NumberInput {...number('lat', 9)} error={half ? t('bothNeeded') : errors['location']} />
        <NumberInput {...number('lon', 9)} error={half} />
        <NumberInput {...number('altitudeM', 3)} />
        <NumberInput {...number('accuracyM', 3)} error={errors['accuracyM']} />
      </SimpleGrid>
    </Fieldset>
  );
}
