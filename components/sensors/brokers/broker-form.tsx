'use client';

import { Checkbox, PasswordInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiPost, apiPut } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import {
  mqttFormats,
  toDraft,
  toFormValues,
  usualTopics,
  type BrokerFormValues,
  type MqttConnection,
} from './broker-data.ts';

interface BrokerFormProps {
  /** Null: a new one. */
  readonly connection: MqttConnection | null;
  readonly onSaved: () => void;
}

/** Where a broker is, what is fetched there and in which words it comes. */
export function BrokerForm({ connection, onSaved }: BrokerFormProps) {
  const t = useTranslations('brokers');
  const act = useAct();
  const [values, setValues] = useState(() => toFormValues(connection));
  const change = (part: Partial<BrokerFormValues>) => {
    setValues((before) => ({ ...before, ...part }));
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const body = toDraft(values);
    const isDone = await act.run(() =>
      connection === null ? apiPost('mqtt-connections', body) : apiPut(`mqtt-connections/${connection.id}`, body),
    );
    if (!isDone) return;
    modals.closeAll();
    onSaved();
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
        <TextInput
          label={t('form.url')}
          description={t('form.urlHint')}
          required
          inputMode="url"
          value={values.url}
          error={act.fields['settings.url']}
          onChange={({ currentTarget }) => {
            change({ url: currentTarget.value });
          }}
        />
        <SourceFields values={values} onChange={change} errors={act.fields} />
        <SecretFields values={values} onChange={change} errors={act.fields} set={connection?.secretsSet ?? []} />
        <Switch
          label={t('form.isEnabled')}
          checked={values.isEnabled}
          onChange={({ currentTarget }) => {
            change({ isEnabled: currentTarget.checked });
          }}
        />
        <Failure act={act} fieldsShown={['name', 'settings.url']} />
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

interface FieldsProps {
  readonly values: BrokerFormValues;
  readonly onChange: (part: Partial<BrokerFormValues>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

function SourceFields({ values, onChange, errors }: FieldsProps) {
  const t = useTranslations('brokers');
  const choose = (next: string | null) => {
    const format = mqttFormats.find((one) => one === next) ?? values.format;
    const isUsual = values.topics.trim() === usualTopics[values.format];
    onChange({ format, ...(isUsual ? { topics: usualTopics[format] } : {}) });
  };
  return (
    <>
      <Select
        label={t('form.format')}
        allowDeselect={false}
        value={values.format}
        onChange={choose}
        data={mqttFormats.map((format) => ({ value: format, label: t(`formats.${format}`) }))}
      />
      <Textarea
        label={t('form.topics')}
        description={t('form.topicsHint', { node: '{node}', quantity: '{quantity}' })}
        required
        autosize
        minRows={2}
        value={values.topics}
        error={Object.entries(errors).find(([path]) => path.startsWith('settings.topics'))?.[1]}
        onChange={({ currentTarget }) => {
          onChange({ topics: currentTarget.value });
        }}
      />
      {values.format === 'sensorthings' && (
        <TextInput
          label={t('form.publishesUnder')}
          description={t('form.publishesUnderHint')}
          maxLength={200}
          value={values.publishesUnder}
          error={errors['settings.publishesUnder']}
          onChange={({ currentTarget }) => {
            onChange({ publishesUnder: currentTarget.value });
          }}
        />
      )}
    </>
  );
}

function SecretFields({ values, onChange, errors, set }: FieldsProps & { readonly set: readonly string[] }) {
  const t = useTranslations('brokers');
  const propsOf = (key: 'username' | 'password' | 'clientCertificate' | 'clientKey') => ({
    label: t(`form.${key}`),
    description: set.includes(key) ? t('form.kept') : undefined,
    value: values.secrets[key] ?? '',
    error: errors[`secrets.${key}`],
    autoComplete: 'off',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      onChange({ secrets: { ...values.secrets, [key]: currentTarget.value } });
    },
  });
  const isSecured = values.url.trim().startsWith('mqtts:');
  return (
    <>
      <TextInput {...propsOf('username')} />
      <PasswordInput {...propsOf('password')} />
      {isSecured && (
        <>
          <Textarea
            label={t('form.caCertificate')}
            description={t('form.caCertificateHint')}
            autosize
            minRows={2}
            maxRows={6}
            value={values.caCertificate}
            error={errors['settings.caCertificate']}
            onChange={({ currentTarget }) => {
              onChange({ caCertificate: currentTarget.value });
            }}
          />
          <Textarea autosize minRows={2} maxRows={6} {...propsOf('clientCertificate')} />
          <Textarea autosize minRows={2} maxRows={6} {...propsOf('clientKey')} />
        </>
      )}
      {set.length > 0 && (
        <Checkbox
          label={t('form.forgetsSecrets')}
          checked={values.forgetsSecrets}
          onChange={({ currentTarget }) => {
            onChange({ forgetsSecrets: currentTarget.checked });
          }}
        />
      )}
    </>
  );
}
