'use client';

import { PasswordInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { DestinationFormValues, OfferedDestination } from './destination-data.ts';

interface PluginFieldsProps {
  readonly values: DestinationFormValues;
  readonly onChange: (part: Partial<DestinationFormValues>) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly offered: readonly OfferedDestination[];
  /** Names of the secrets that are set. */
  readonly set: readonly string[];
}

/** Which destination of a plug-in it is, and what the plug-in asks for. */
export function PluginFields({ values, onChange, errors, offered, set }: PluginFieldsProps) {
  const t = useTranslations('deliveries');
  const chosen = offered.find(({ kind }) => kind === values.texts['plugin']);
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('form.plugin')}
          data={offered.map(({ kind, title }) => ({ value: kind, label: title }))}
          value={chosen?.kind ?? null}
          error={errors['settings.plugin']}
          onChange={(plugin) => {
            onChange({ texts: { ...values.texts, plugin: plugin ?? '' } });
          }}
        />
        <TextInput
          label={t('form.path')}
          description={t('form.pathHint')}
          value={values.texts['path'] ?? ''}
          error={errors['settings.path']}
          onChange={({ currentTarget }) => {
            onChange({ texts: { ...values.texts, path: currentTarget.value } });
          }}
        />
      </SimpleGrid>
      {chosen?.parameters.map(({ name, title, isSecret }) => {
        const Input = isSecret ? PasswordInput : TextInput;
        return (
          <Input
            key={name}
            label={title}
            description={isSecret && set.includes(name) ? t('form.kept') : undefined}
            value={values.parameters[name] ?? ''}
            error={errors[`${isSecret ? 'secrets' : 'settings'}.parameters.${name}`]}
            autoComplete="off"
            onChange={({ currentTarget }) => {
              onChange({ parameters: { ...values.parameters, [name]: currentTarget.value } });
            }}
          />
        );
      })}
    </>
  );
}
