'use client';

import { Alert, Autocomplete, Button, Group, NumberInput, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { useTranslations } from 'use-intl/react';
import { ApiProblem, apiAsk } from '#components/ui/api-client.ts';
import type { RulePreview } from '#lib/passive/domain/checks/rule-preview.ts';
import type { AlertRule, AlertRuleDraft } from '#lib/passive/domain/checks/rule.ts';
import { useQuantityName } from '#components/sensors/use-quantity-name.ts';
import { knownQuantities } from '#lib/sensors/domain/quantities.ts';
import { previewRule } from '../alert-queries.ts';
import { RegionFields } from './region-fields.tsx';
import { ruleKinds, toDefinition, toFormValues, toRuleDraft, type RuleFormValues } from './rule-draft.ts';
import { RulePreviewResult } from './rule-preview.tsx';
import { StepFields } from './step-fields.tsx';

interface RuleFormProps {
  /** Null: a new one. */
  readonly rule: AlertRule | null;
  readonly study: { readonly id: string; readonly key: string };
  readonly onSave: (draft: AlertRuleDraft) => Promise<void>;
  readonly onCancel: () => void;
}

const typesSchema = z.object({ items: z.array(z.object({ identifier: z.string() }).loose()) }).loose();

/** What a rule looks at and says, and what it would say now. */
export function RuleForm({ rule, study, onSave, onCancel }: RuleFormProps) {
  const t = useTranslations('alerts');
  const form = useForm<RuleFormValues>({ initialValues: toFormValues(rule) });
  const [preview, setPreview] = useState<RulePreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    setFailure(null);
    setBusy(true);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const errors = Object.entries(error.fields).map(([field, text]) => [
        field.replace(/^definition\.(?:said\.)?/, ''),
        text,
      ]);
      form.setErrors(Object.fromEntries(errors) as Record<string, string>);
      setFailure(error.message);
    } finally {
      setBusy(false);
    }
  };
  const save = form.onSubmit((values) => attempt(() => onSave(toRuleDraft(values, rule?.isEnabled ?? true))));
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput label={t('form.name')} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
        <Select
          label={t('form.kind')}
          allowDeselect={false}
          data={ruleKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          {...form.getInputProps('kind')}
        />
        <SubjectFields form={form} study={study} />
        <StepFields form={form} />
        {failure !== null && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        {preview && <RulePreviewResult preview={preview} />}
        <Group justify="space-between">
          <Button
            variant="default"
            loading={isBusy}
            onClick={() =>
              void attempt(async () => {
                setPreview(await previewRule(study.id, toDefinition(form.values)));
              })
            }
          >
            {t('form.preview')}
          </Button>
          <Group>
            <Button variant="default" onClick={onCancel}>
              {t('form.cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t('form.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

interface SubjectFieldsProps extends Pick<RuleFormProps, 'study'> {
  readonly form: ReturnType<typeof useForm<RuleFormValues>>;
}

/** What the rule looks at. */
function SubjectFields({ form, study }: SubjectFieldsProps) {
  const t = useTranslations('alerts');
  const { data } = useQuery({
    queryKey: ['alerts', 'types', study.key],
    queryFn: ({ signal }) => apiAsk('exports/types', { study: study.key }, { schema: typesSchema, signal }),
    retry: false,
  });
  const types = data?.items.map(({ identifier }) => identifier) ?? [];
  if (form.values.kind === 'region') return <RegionFields form={form} studyKey={study.key} />;
  if (form.values.kind === 'fidelity') return null;
  if (form.values.kind === 'observation') return <ObservationFields form={form} />;
  if (form.values.kind === 'silence') {
    return (
      <TagsInput
        label={t('form.signals')}
        description={t('form.signalsHint')}
        data={types}
        maxTags={20}
        {...form.getInputProps('signals')}
      />
    );
  }
  return (
    <Group gap="sm" align="flex-start" grow>
      <Autocomplete label={t('form.type')} required data={types} {...form.getInputProps('type')} />
      <TextInput label={t('form.path')} description={t('form.pathHint')} required {...form.getInputProps('path')} />
    </Group>
  );
}

/** Which observation the rule looks at. */
function ObservationFields({ form }: Pick<SubjectFieldsProps, 'form'>) {
  const t = useTranslations('alerts');
  const nameOf = useQuantityName();
  return (
    <Group gap="sm" align="flex-start" grow>
      <Autocomplete
        label={t('form.quantity')}
        description={t('form.quantityHint')}
        required
        data={knownQuantities.map(({ key }) => key)}
        renderOption={({ option }) => nameOf(option.value)}
        {...form.getInputProps('quantity')}
      />
      <NumberInput
        label={t('form.maxObservationAge')}
        description={t('form.maxObservationAgeHint')}
        min={0}
        {...form.getInputProps('maxAgeHours')}
      />
    </Group>
  );
}
