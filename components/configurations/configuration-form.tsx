'use client';

import { NumberInput, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import { indentJson } from '#lib/exports/domain/indent-json.ts';
import { patternFlaw } from '#lib/passive/domain/configuration-pattern.ts';
import type { Configuration, ConfigurationDraft } from '#lib/passive/domain/configuration.ts';
import { jsonFlaw } from '#lib/passive/domain/json-flaw.ts';
import type { ConfiguredStudy } from './configuration-queries.ts';
import { JsonEditor } from './json-editor.tsx';

interface ConfigurationFormProps {
  /** Null: a new one. */
  readonly configuration: Configuration | null;
  readonly studies: readonly ConfiguredStudy[];
  readonly onSave: (studyId: string, draft: ConfigurationDraft) => Promise<void>;
  readonly onCancel: () => void;
}

const emptyBody = '{\n  "transmitters": [],\n  "generators": []\n}';

/** What a device configuration is: its patterns, its place in the order, and what it says. */
export function ConfigurationForm({ configuration, studies, onSave, onCancel }: ConfigurationFormProps) {
  const t = useTranslations('passive');
  const form = useForm({
    initialValues: {
      studyId: configuration?.studyId ?? studies[0]?.id ?? '',
      name: configuration?.name ?? '',
      idPattern: configuration?.idPattern ?? '.*',
      contextPattern: configuration?.contextPattern ?? '.*',
      evaluateOrder: configuration?.evaluateOrder ?? 1,
      isEnabled: configuration?.isEnabled ?? true,
      body: configuration ? indentJson(JSON.stringify(configuration.body), 0) : emptyBody,
    },
    validateInputOnBlur: true,
    validate: {
      idPattern: (pattern) => patternFlaw(pattern),
      contextPattern: (pattern) => patternFlaw(pattern),
    },
  });
  const save = form.onSubmit(async ({ studyId, body, ...rest }) => {
    try {
      await onSave(studyId, { ...rest, body: JSON.parse(body) as ConfigurationDraft['body'] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const isNamed = Object.keys(error.fields).some((field) => field in form.values);
      form.setErrors(isNamed ? { ...error.fields } : { name: error.message });
    }
  });
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput
          label={t('configurations.name')}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        {configuration === null && studies.length > 1 && (
          <Select
            label={t('configurations.study')}
            data={studies.map(({ id, name }) => ({ value: id, label: name }))}
            allowDeselect={false}
            {...form.getInputProps('studyId')}
          />
        )}
        <TextInput
          label={t('configurations.idPattern')}
          description={t('configurations.idHint')}
          required
          maxLength={500}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('idPattern')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('configurations.contextPattern')}
            description={t('configurations.contextHint')}
            required
            maxLength={500}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('contextPattern')}
          />
          <NumberInput
            label={t('configurations.order')}
            description={t('configurations.orderHint')}
            required
            allowDecimal={false}
            min={-1_000_000}
            max={1_000_000}
            {...form.getInputProps('evaluateOrder')}
          />
        </SimpleGrid>
        <Switch label={t('configurations.enableNow')} {...form.getInputProps('isEnabled', { type: 'checkbox' })} />
        <JsonEditor
          label={t('configurations.body')}
          value={form.values.body}
          onChange={(body) => {
            form.setFieldValue('body', body);
          }}
        />
        {typeof form.errors['body'] === 'string' && (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {form.errors['body']}
          </Text>
        )}
        <FormActions
          cancel={t('configurations.cancel')}
          submit={t('configurations.save')}
          onCancel={onCancel}
          isRunning={form.submitting}
          isDisabled={jsonFlaw(form.values.body) !== null}
        />
      </Stack>
    </form>
  );
}
