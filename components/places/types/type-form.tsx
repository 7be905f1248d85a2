'use client';

import { MultiSelect, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'use-intl/react';
import { FormActions } from '#components/ui/form-actions.tsx';
import { unitCategories, type UnitType } from '#lib/registry/domain/unit-type.ts';
import type { StudyChoice } from '../pyramids/pyramid-queries.ts';
import { saveForm } from '../save-form.ts';
import { saveType } from './type-queries.ts';
import { TypeTree } from './type-tree.tsx';

interface TypeFormProps {
  /** Null: a new one. */
  readonly type: UnitType | null;
  /** Those that may stand under it. */
  readonly types: readonly Pick<UnitType, 'id' | 'name' | 'depth'>[];
  readonly studies: readonly StudyChoice[];
  readonly onSaved: (type: UnitType) => Promise<void>;
  readonly onCancel: () => void;
}

interface TypeValues {
  readonly name: string;
  readonly shortName: string;
  readonly category: UnitType['category'];
  /** Empty: anywhere. */
  readonly depth: number | '';
  readonly studyIds: readonly string[];
  readonly children: readonly string[];
  readonly creatable: readonly string[];
}

/** What a type is, and what may stand under it. */
export function TypeForm({ type, types, studies, onSaved, onCancel }: TypeFormProps) {
  const t = useTranslations('pyramids');
  const form = useForm<TypeValues>({
    initialValues: {
      name: type?.name ?? '',
      shortName: type?.shortName ?? '',
      category: type?.category ?? null,
      depth: type?.depth ?? '',
      studyIds: type?.studyIds ?? [],
      children: type?.children.map(({ id }) => id) ?? [],
      creatable: type?.children.filter(({ isCreatable }) => isCreatable).map(({ id }) => id) ?? [],
    },
  });
  const { children, creatable } = form.values;
  const save = form.onSubmit(async ({ shortName, depth, creatable: inField, children: allowed, ...rest }) => {
    await saveForm(form, 'name', async () => {
      const draft = {
        ...rest,
        ...(shortName.trim() !== '' && { shortName }),
        depth: depth === '' ? null : depth,
        children: allowed.map((id) => ({ id, isCreatable: inField.includes(id) })),
      };
      await onSaved(await saveType(type?.id ?? null, draft));
    });
  });
  const choices = types
    .filter(({ id }) => id !== type?.id)
    .map(({ id, name, depth }) => ({ value: id, label: depth === null ? name : `${name} (${String(depth)})` }));
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput label={t('name')} required maxLength={255} data-autofocus {...form.getInputProps('name')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t('types.shortName')} maxLength={255} {...form.getInputProps('shortName')} />
          <Select
            label={t('types.category')}
            clearable
            placeholder={t('types.noCategory')}
            data={unitCategories.map((category) => ({ value: category, label: t(`types.categories.${category}`) }))}
            {...form.getInputProps('category')}
          />
        </SimpleGrid>
        <NumberInput
          label={t('types.depth')}
          description={t('types.depthHint')}
          allowDecimal={false}
          min={0}
          max={100}
          {...form.getInputProps('depth')}
        />
        <MultiSelect
          label={t('types.children')}
          searchable
          data={choices}
          {...form.getInputProps('children')}
          onChange={(next) => {
            form.setValues({ children: next, creatable: creatable.filter((id) => next.includes(id)) });
          }}
        />
        <MultiSelect
          label={t('types.creatable')}
          data={choices.filter(({ value }) => children.includes(value))}
          {...form.getInputProps('creatable')}
        />
        {studies.length > 0 && (
          <MultiSelect
            label={t('studies')}
            searchable
            data={studies.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('studyIds')}
          />
        )}
        {type && <TypeTree typeId={type.id} />}
        <FormActions cancel={t('cancel')} submit={t('save')} onCancel={onCancel} isRunning={form.submitting} />
      </Stack>
    </form>
  );
}
