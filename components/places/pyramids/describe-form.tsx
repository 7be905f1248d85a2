'use client';

import { Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'use-intl/react';
import { FormActions } from '#components/ui/form-actions.tsx';
import type { PyramidVersion } from '#lib/registry/domain/pyramid.ts';
import { saveForm } from '../save-form.ts';
import { describeVersion } from './pyramid-queries.ts';

interface DescribeFormProps {
  readonly version: PyramidVersion;
  readonly onSaved: () => Promise<void>;
  readonly onCancel: () => void;
}

/** What a version is about. */
export function DescribeForm({ version, onSaved, onCancel }: DescribeFormProps) {
  const t = useTranslations('pyramids');
  const form = useForm({ initialValues: { description: version.description } });
  const save = form.onSubmit(async ({ description }) => {
    await saveForm(form, 'description', async () => {
      await describeVersion(version.id, description);
      await onSaved();
    });
  });
  return (
    <form onSubmit={save}>
      <Stack>
        <Textarea
          label={t('description')}
          autosize
          minRows={3}
          maxLength={2000}
          data-autofocus
          {...form.getInputProps('description')}
        />
        <FormActions cancel={t('cancel')} submit={t('save')} onCancel={onCancel} isRunning={form.submitting} />
      </Stack>
    </form>
  );
}
