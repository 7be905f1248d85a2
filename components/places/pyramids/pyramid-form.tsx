'use client';

import { MultiSelect, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'use-intl/react';
import { FormActions } from '#components/ui/form-actions.tsx';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { Pyramid } from '#lib/registry/domain/pyramid.ts';
import { saveForm } from '../save-form.ts';
import { savePyramid, type PyramidDraft, type StudyChoice } from './pyramid-queries.ts';

const statuses: readonly UnitStatus[] = ['NEW', 'VALID', 'REJECTED'];

interface PyramidFormProps {
  /** Null: a new one. */
  readonly pyramid: Pyramid | null;
  readonly studies: readonly StudyChoice[];
  readonly onSaved: (pyramid: Pyramid) => Promise<void>;
  readonly onCancel: () => void;
}

/** What a pyramid is called, which studies work with it, and whether its units may be changed by hand. */
export function PyramidForm({ pyramid, studies, onSaved, onCancel }: PyramidFormProps) {
  const t = useTranslations('pyramids');
  const tp = useTranslations('places');
  const form = useForm<PyramidDraft>({
    initialValues: {
      name: pyramid?.name ?? '',
      description: pyramid?.description ?? '',
      isReadOnly: pyramid?.isReadOnly ?? false,
      treeStatuses: pyramid?.treeStatuses ?? ['VALID'],
      studyIds: pyramid?.studyIds ?? [],
    },
  });
  const save = form.onSubmit(async (draft) => {
    await saveForm(form, 'name', async () => {
      await onSaved(await savePyramid(pyramid?.id ?? null, draft));
    });
  });
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput label={t('name')} required maxLength={255} data-autofocus {...form.getInputProps('name')} />
        <Textarea
          label={t('description')}
          autosize
          minRows={2}
          maxLength={2000}
          {...form.getInputProps('description')}
        />
        {studies.length > 0 && (
          <MultiSelect
            label={t('studies')}
            searchable
            data={studies.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('studyIds')}
          />
        )}
        <MultiSelect
          label={t('pyramids.statuses')}
          description={t('pyramids.statusesHint')}
          data={statuses.map((status) => ({ value: status, label: tp(`statuses.${status}`) }))}
          {...form.getInputProps('treeStatuses')}
        />
        <Switch
          label={t('pyramids.readOnly')}
          description={t('pyramids.readOnlyHint')}
          {...form.getInputProps('isReadOnly', { type: 'checkbox' })}
        />
        <FormActions cancel={t('cancel')} submit={t('save')} onCancel={onCancel} isRunning={form.submitting} />
      </Stack>
    </form>
  );
}
