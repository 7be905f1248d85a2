'use client';

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem, apiPost } from '#components/ui/api-client.ts';
import { sourceKinds, sourceSchema, type SourceGroup } from '#lib/sources/domain/source.ts';
import type { StudyChoice } from './move-dialog.tsx';

interface AddSourceDialogProps {
  readonly studies: readonly StudyChoice[];
  readonly groups: readonly SourceGroup[];
  readonly onClose: () => void;
}

/** Adds a source before its first upload. */
export function AddSourceDialog({ studies, groups, onClose }: AddSourceDialogProps) {
  const t = useTranslations('sources');
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      study: studies[0]?.key ?? '',
      identifier: '',
      name: '',
      kind: 'phone',
      groupId: null as string | null,
    },
  });
  const add = form.onSubmit(async (values) => {
    try {
      const body = { ...values, name: values.name.trim() === '' ? undefined : values.name };
      const source = await apiPost('sources', body, sourceSchema);
      await queries.invalidateQueries({ queryKey: ['sources'] });
      notifications.show({ message: t('addDialog.added', { name: source.name }) });
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const isNamed = Object.keys(error.fields).some((field) => field in values);
      form.setErrors(isNamed ? { ...error.fields } : { identifier: error.message });
    }
  });
  const groupsOfStudy = groups.filter(({ studyKey }) => studyKey === form.values.study);
  return (
    <form onSubmit={add}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('addDialog.description')}
        </Text>
        {studies.length > 1 && (
          <Select
            label={t('addDialog.study')}
            data={studies.map(({ key, name }) => ({ value: key, label: name }))}
            allowDeselect={false}
            {...form.getInputProps('study')}
          />
        )}
        <TextInput
          label={t('addDialog.identifier')}
          required
          maxLength={1024}
          data-autofocus
          {...form.getInputProps('identifier')}
        />
        <TextInput
          label={t('addDialog.name')}
          description={t('addDialog.nameHint')}
          maxLength={1024}
          {...form.getInputProps('name')}
        />
        <Group grow>
          <Select
            label={t('addDialog.kind')}
            data={sourceKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            allowDeselect={false}
            {...form.getInputProps('kind')}
          />
          <Select
            label={t('addDialog.group')}
            data={groupsOfStudy.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder={t('list.noGroup')}
            clearable
            {...form.getInputProps('groupId')}
          />
        </Group>
        <Group justify="flex-end">
          <Button type="submit" loading={form.submitting}>
            {t('addDialog.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
