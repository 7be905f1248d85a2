'use client';

import { MultiSelect, PasswordInput, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiPost, apiPut } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import { useQuantityName } from '../use-quantity-name.ts';
import {
  publisherKinds,
  savedSchema,
  secretsOf,
  settingsOf,
  toDraft,
  toFormValues,
  type Publisher,
  type PublisherFormValues,
} from './publisher-data.ts';

interface PublisherFormProps {
  /** Null: a new one. */
  readonly publisher: Publisher | null;
  /** Keys of all quantities. */
  readonly quantities: readonly string[];
  /** Told once it is saved, with the key of signatures when one was made. */
  readonly onSaved: (newSigningKey: string | null) => void;
}

/** What a publisher is called, where it is, what it gets and how to sign in there. */
export function PublisherForm({ publisher, quantities, onSaved }: PublisherFormProps) {
  const t = useTranslations('publishers');
  const nameOf = useQuantityName();
  const act = useAct();
  const [values, setValues] = useState(() => toFormValues(publisher));
  const change = (part: Partial<PublisherFormValues>) => {
    setValues((before) => ({ ...before, ...part }));
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    let newSigningKey: string | null = null;
    const isDone = await act.run(async () => {
      const saved = await (publisher === null
        ? apiPost('publishers', toDraft(values), savedSchema)
        : apiPut(`publishers/${publisher.id}`, toDraft(values), savedSchema));
      newSigningKey = saved.newSigningKey;
    });
    if (!isDone) return;
    modals.closeAll();
    onSaved(newSigningKey);
  };
  return (
    <form onSubmit={(event) => void submit(event)} autoComplete="off">
      <Stack>
        <TextInput
          label={t('form.name')}
          required
          maxLength={200}
          data-autofocus
          value={values.name}
          error={act.fields['name']}
          onChange={({ currentTarget }) => {
            change({ name: currentTarget.value });
          }}
        />
        {publisher === null && (
          <SegmentedControl
            aria-label={t('form.kind')}
            value={values.kind}
            onChange={(next) => {
              change({ kind: publisherKinds.find((kind) => kind === next) ?? values.kind });
            }}
            data={publisherKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          />
        )}
        <MultiSelect
          label={t('form.fields')}
          description={t('form.fieldsHint')}
          required
          searchable
          value={[...values.fields]}
          error={act.fields['fields']}
          data={quantities.map((key) => ({ value: key, label: nameOf(key) }))}
          onChange={(fields) => {
            change({ fields });
          }}
        />
        <KindFields values={values} onChange={change} errors={act.fields} isNew={publisher === null} />
        <Switch
          label={t('form.isEnabled')}
          checked={values.isEnabled}
          onChange={({ currentTarget }) => {
            change({ isEnabled: currentTarget.checked });
          }}
        />
        <Failure act={act} fieldsShown={['name', 'fields']} />
        <FormActions
          cancel={t('form.cancel')}
          submit={t('form.save')}
          onCancel={() => {
            modals.closeAll();
          }}
          isRunning={act.isRunning}
        />
      </Stack>
    </form>
  );
}

interface KindFieldsProps {
  readonly values: PublisherFormValues;
  readonly onChange: (part: Partial<PublisherFormValues>) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly isNew: boolean;
}

/** What this kind of publisher has besides. */
function KindFields({ values, onChange, errors, isNew }: KindFieldsProps) {
  const t = useTranslations('publishers');
  const { kind, settings, secrets } = values;
  return (
    <>
      {settingsOf[kind].map((member) => (
        <TextInput
          key={member}
          label={t(`form.${member}`)}
          description={member === 'topic' ? t('form.topicHint', { installation: '{installation}' }) : undefined}
          required
          inputMode={member === 'topic' ? 'text' : 'url'}
          value={settings[member] ?? ''}
          error={errors[`settings.${member}`]}
          onChange={({ currentTarget }) => {
            onChange({ settings: { ...settings, [member]: currentTarget.value } });
          }}
        />
      ))}
      {secretsOf[kind].map((member) => (
        <PasswordInput
          key={member}
          label={t(`form.${member}`)}
          description={isNew ? member === 'signingKey' && t('form.signingKeyHint') : t('form.kept')}
          value={secrets[member] ?? ''}
          error={errors[`secrets.${member}`]}
          autoComplete="off"
          onChange={({ currentTarget }) => {
            onChange({ secrets: { ...secrets, [member]: currentTarget.value } });
          }}
        />
      ))}
    </>
  );
}
