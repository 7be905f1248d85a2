'use client';

import { Checkbox, NumberInput, Radio, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'use-intl/react';
import { FormActions } from '#components/ui/form-actions.tsx';
import type { Pyramid, PyramidVersion } from '#lib/registry/domain/pyramid.ts';
import { saveForm } from '../save-form.ts';
import { copyVersion } from './pyramid-queries.ts';

interface CopyFormProps {
  readonly version: PyramidVersion;
  /** Pyramids it may go into. */
  readonly pyramids: readonly Pick<Pyramid, 'id' | 'name' | 'isReadOnly'>[];
  readonly onStarted: (taskId: string) => void;
  readonly onCancel: () => void;
}

/** Where a copy of a version goes, and what becomes of what is there. */
export function CopyForm({ version, pyramids, onStarted, onCancel }: CopyFormProps) {
  const t = useTranslations('pyramids');
  const form = useForm({
    initialValues: { pyramidId: version.pyramidId, where: 'next', number: version.number + 1, force: false },
  });
  const isChosen = form.values.where === 'chosen';
  const save = form.onSubmit(async ({ pyramidId, number, force }) => {
    await saveForm(form, 'number', async () => {
      onStarted(await copyVersion(version.id, { pyramidId, ...(isChosen && { number }), force: isChosen && force }));
    });
  });
  return (
    <form onSubmit={save}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('copy.hint')}
        </Text>
        <Select
          label={t('copy.pyramid')}
          allowDeselect={false}
          searchable
          data={pyramids.filter(({ isReadOnly }) => !isReadOnly).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('pyramidId')}
        />
        <Radio.Group label={t('copy.where')} {...form.getInputProps('where')}>
          <Stack gap="xs" mt="xs">
            <Radio value="next" label={t('copy.next')} />
            <Radio value="chosen" label={t('copy.chosen')} />
          </Stack>
        </Radio.Group>
        {isChosen && (
          <>
            <NumberInput
              label={t('copy.number')}
              allowDecimal={false}
              min={0}
              max={2_000_000_000}
              required
              {...form.getInputProps('number')}
            />
            <Checkbox
              label={t('copy.force')}
              description={t('copy.forceHint')}
              {...form.getInputProps('force', { type: 'checkbox' })}
            />
          </>
        )}
        {!isChosen && form.errors['number'] !== undefined && (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {form.errors['number']}
          </Text>
        )}
        <FormActions cancel={t('cancel')} submit={t('copy.action')} onCancel={onCancel} isRunning={form.submitting} />
      </Stack>
    </form>
  );
}
