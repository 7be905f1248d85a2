'use client';

import { MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { FormActions } from '#components/ui/form-actions.tsx';
import { belongings, type UnitGroup, type UnitGroupSet } from '#lib/registry/domain/unit-group.ts';
import { saveForm } from '../save-form.ts';
import { fetchGroupChoices, saveGroup, saveGroupSet } from './group-queries.ts';

interface FormProps {
  readonly versionId: string;
  readonly onSaved: (name: string) => Promise<void>;
  readonly onCancel: () => void;
}

/** What a group is called. */
export function GroupForm({ group, versionId, onSaved, onCancel }: FormProps & { readonly group: UnitGroup | null }) {
  const t = useTranslations('pyramids');
  const form = useForm({ initialValues: { name: group?.name ?? '', sourceRef: group?.sourceRef ?? '' } });
  const save = form.onSubmit(async ({ name, sourceRef }) => {
    await saveForm(form, 'name', async () => {
      await saveGroup(group?.id ?? null, versionId, { name, sourceRef: sourceRef.trim() || null });
      await onSaved(name);
    });
  });
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput label={t('name')} required maxLength={255} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('groups.sourceRef')} maxLength={255} {...form.getInputProps('sourceRef')} />
        <FormButtons isRunning={form.submitting} onCancel={onCancel} />
      </Stack>
    </form>
  );
}

/** What a set is called, which groups it has, and whether a unit may be in several of them. */
export function GroupSetForm({ set, versionId, onSaved, onCancel }: FormProps & { readonly set: UnitGroupSet | null }) {
  const t = useTranslations('pyramids');
  const { data: groups = [] } = useQuery({
    queryKey: ['unit-groups', 'choices', versionId],
    queryFn: ({ signal }) => fetchGroupChoices(versionId, signal),
  });
  const form = useForm({
    initialValues: {
      name: set?.name ?? '',
      sourceRef: set?.sourceRef ?? '',
      belonging: set?.belonging ?? 'SINGLE',
      groupIds: set?.groups.map(({ id }) => id) ?? [],
    },
  });
  const save = form.onSubmit(async ({ sourceRef, ...rest }) => {
    await saveForm(form, 'groupIds', async () => {
      await saveGroupSet(set?.id ?? null, versionId, { ...rest, sourceRef: sourceRef.trim() || null });
      await onSaved(rest.name);
    });
  });
  const known = new Map([...(set?.groups ?? []), ...groups].map(({ id, name }) => [id, name]));
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput label={t('name')} required maxLength={255} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('groups.sourceRef')} maxLength={255} {...form.getInputProps('sourceRef')} />
        <Select
          label={t('groups.belonging')}
          allowDeselect={false}
          data={belongings.map((value) => ({ value, label: t(`groups.${value}`) }))}
          {...form.getInputProps('belonging')}
        />
        <MultiSelect
          label={t('groups.groups')}
          searchable
          data={[...known].map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('groupIds')}
        />
        <FormButtons isRunning={form.submitting} onCancel={onCancel} />
      </Stack>
    </form>
  );
}

function FormButtons({ isRunning, onCancel }: { readonly isRunning: boolean; readonly onCancel: () => void }) {
  const t = useTranslations('pyramids');
  return <FormActions cancel={t('cancel')} submit={t('save')} onCancel={onCancel} isRunning={isRunning} />;
}
