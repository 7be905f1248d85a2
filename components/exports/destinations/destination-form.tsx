'use client';

import {
  Checkbox,
  Group,
  PasswordInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiPost, apiPut } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import {
  destinationKinds,
  namingFlags,
  secretsOf,
  textsOf,
  toDraft,
  toFormValues,
  type DestinationFormValues,
  type DestinationView,
  type OfferedDestination,
} from './destination-data.ts';
import { PluginFields } from './plugin-fields.tsx';

interface DestinationFormProps {
  /** Null: a new one. */
  readonly destination: DestinationView | null;
  readonly hasFolders: boolean;
  readonly offered: readonly OfferedDestination[];
}

const hints: Readonly<Record<string, string>> = { path: 'pathHint', endpoint: 'endpointHint', hostKey: 'hostKeyHint' };
const longTexts: readonly string[] = ['recipients', 'privateKey'];

/** What a destination is called, where it is and how to sign in there. */
export function DestinationForm({ destination, hasFolders, offered }: DestinationFormProps) {
  const t = useTranslations('deliveries');
  const router = useRouter();
  const act = useAct();
  const isPlugin = (kind: string) => kind === 'plugin';
  const kinds = destinationKinds.filter((kind) => !isPlugin(kind) || offered.length > 0 || destination?.kind === kind);
  const [values, setValues] = useState(() => toFormValues(destination));
  const change = (part: Partial<DestinationFormValues>) => {
    setValues((before) => ({ ...before, ...part }));
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const isDone = await act.run(async () => {
      if (destination === null) await apiPost('export-destinations', toDraft(values, offered));
      else await apiPut(`export-destinations/${destination.id}`, toDraft(values, offered));
    });
    if (!isDone) return;
    modals.closeAll();
    router.refresh();
  };
  return (
    <form onSubmit={(event) => void submit(event)} autoComplete="off">
      <Stack>
        <TextInput
          label={t('form.name')}
          required
          maxLength={100}
          data-autofocus
          value={values.name}
          error={act.fields['name']}
          onChange={({ currentTarget }) => {
            change({ name: currentTarget.value });
          }}
        />
        <SegmentedControl
          aria-label={t('form.kind')}
          value={values.kind}
          onChange={(next) => {
            change({ kind: destinationKinds.find((kind) => kind === next) ?? values.kind });
          }}
          data={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        />
        {values.kind === 'folder' && !hasFolders && (
          <Text size="sm" c="var(--cairn-bad)">
            {t('form.noFolders')}
          </Text>
        )}
        {isPlugin(values.kind) ? (
          <PluginFields
            values={values}
            onChange={change}
            errors={act.fields}
            offered={offered}
            set={destination?.secretsSet ?? []}
          />
        ) : (
          <SettingsFields values={values} onChange={change} errors={act.fields} />
        )}
        <SecretFields values={values} onChange={change} errors={act.fields} set={destination?.secretsSet ?? []} />
        {values.kind !== 'mail' && <NamingFields values={values} onChange={change} />}
        <Failure act={act} />
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
  readonly values: DestinationFormValues;
  readonly onChange: (part: Partial<DestinationFormValues>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

function SettingsFields({ values, onChange, errors }: FieldsProps) {
  const t = useTranslations('deliveries');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
      {textsOf[values.kind].map((field) => {
        const hint = hints[field];
        const props = {
          label: t(`form.${field}` as 'form.path'),
          description: hint === undefined ? undefined : t(`form.${hint}` as 'form.pathHint'),
          value: values.texts[field] ?? '',
          error: Object.entries(errors).find(([path]) => path.startsWith(`settings.${field}`))?.[1],
          inputMode: field === 'port' || field === 'linkDays' ? ('numeric' as const) : undefined,
          onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
            onChange({ texts: { ...values.texts, [field]: currentTarget.value } });
          },
        };
        if (longTexts.includes(field)) return <Textarea key={field} autosize minRows={2} {...props} />;
        return <TextInput key={field} {...props} />;
      })}
    </SimpleGrid>
  );
}

function SecretFields({ values, onChange, errors, set }: FieldsProps & { readonly set: readonly string[] }) {
  const t = useTranslations('deliveries');
  return secretsOf[values.kind].map((field) => {
    const props = {
      label: t(`form.${field}` as 'form.password'),
      description: set.includes(field) ? t('form.kept') : undefined,
      value: values.secrets[field] ?? '',
      error: errors[`secrets.${field}`],
      autoComplete: 'off',
      onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
        onChange({ secrets: { ...values.secrets, [field]: currentTarget.value } });
      },
    };
    if (longTexts.includes(field)) return <Textarea key={field} autosize minRows={2} maxRows={6} {...props} />;
    return <PasswordInput key={field} {...props} />;
  });
}

function NamingFields({ values, onChange }: Omit<FieldsProps, 'errors'>) {
  const t = useTranslations('deliveries');
  const chosen = namingFlags.filter((flag) => values.flags[flag]);
  return (
    <Checkbox.Group
      label={t('form.names')}
      value={chosen}
      onChange={(flags) => {
        onChange({ flags: Object.fromEntries(namingFlags.map((flag) => [flag, flags.includes(flag)])) });
      }}
    >
      <Group mt={6}>
        {namingFlags.map((flag) => (
          <Checkbox key={flag} value={flag} label={t(`form.${flag}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
