'use client';

import { Button, Checkbox, Code, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import {
  issueKinds,
  issueStates,
  maxDescriptionCharacters,
  maxTagsCharacters,
  type DeviceIssue,
} from '#lib/sources/domain/issues/device-issue.ts';
import { reportIssue, saveIssue } from './issue-queries.ts';
import { IssueSourcePicker } from './issue-source-picker.tsx';

interface IssueFormProps {
  /** The issue that is changed; null: a new one. */
  readonly issue: DeviceIssue | null;
  readonly study: string | null;
  readonly canManage: boolean;
  readonly onClose: () => void;
}

/** Reports an issue, or shows one and takes what a person changes of it. */
export function IssueForm({ issue, study, canManage, onClose }: IssueFormProps) {
  const t = useTranslations('issues');
  const { form, save } = useIssueForm(issue, onClose);
  return (
    <form onSubmit={save}>
      <Stack>
        {issue ? (
          <DeviceLine issue={issue} />
        ) : (
          <IssueSourcePicker
            study={study}
            value={form.values.sourceId}
            error={form.errors['sourceId']}
            onChange={(id) => {
              form.setFieldValue('sourceId', id);
            }}
          />
        )}
        <Checkbox.Group label={t('form.kinds')} {...form.getInputProps('kinds')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
            {issueKinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`kinds.${kind}`)} disabled={!canManage} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Textarea
          label={t('form.description')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={maxDescriptionCharacters}
          readOnly={!canManage}
          {...form.getInputProps('description')}
        />
        <TextInput
          label={t('form.tags')}
          description={t('form.tagsHint')}
          maxLength={maxTagsCharacters}
          readOnly={!canManage}
          {...form.getInputProps('tags')}
        />
        {issue && (
          <Select
            label={t('form.state')}
            allowDeselect={false}
            disabled={!canManage}
            data={issueStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
            {...form.getInputProps('state')}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('form.close')}
          </Button>
          {canManage && (
            <Button type="submit" loading={form.submitting}>
              {t(issue ? 'form.save' : 'form.add')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function useIssueForm(issue: DeviceIssue | null, onClose: () => void) {
  const t = useTranslations('issues');
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      sourceId: issue?.sourceId ?? '',
      kinds: [...(issue?.kinds ?? [])] as string[],
      description: issue?.description ?? '',
      tags: issue?.tags ?? '',
      state: issue?.state ?? 'opened',
    },
    validate: { sourceId: (id) => (id === '' ? t('form.sourceHint') : null) },
  });
  const save = form.onSubmit(async ({ sourceId, kinds, description, tags, state }) => {
    const told = { kinds: issueKinds.filter((kind) => kinds.includes(kind)), description, tags };
    try {
      await (issue ? saveIssue(issue.id, { ...told, state }) : reportIssue({ sourceId, ...told }));
      await queries.invalidateQueries({ queryKey: ['issues'] });
      notifications.show({ message: t(issue ? 'form.saved' : 'form.added') });
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      form.setErrors(Object.keys(error.fields).length > 0 ? { ...error.fields } : { description: error.message });
    }
  });
  return { form, save };
}

/** Which device it was when the issue was reported. */
function DeviceLine({ issue }: { readonly issue: DeviceIssue }) {
  const t = useTranslations('issues');
  const device = [issue.model, issue.platform, [issue.app, issue.appVersion].filter(Boolean).join(' ')];
  return (
    <Stack gap={2}>
      <Text size="sm" fw={560}>
        {t('form.device')}
      </Text>
      <Text size="sm">{device.filter(Boolean).join(' · ') || '–'}</Text>
      {issue.userAgent !== '' && (
        <Text size="xs" c="dimmed">
          {t('form.userAgent')}: <Code>{issue.userAgent}</Code>
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('columns.reportedBy')}: {issue.reportedBy}
      </Text>
    </Stack>
  );
}
