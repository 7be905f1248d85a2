'use client';

import { Button, Checkbox, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { localeNames, locales } from '#lib/platform/i18n/locales.ts';
import { askForDonation } from './donation-queries.ts';
import { LinkPanel } from './link-panel.tsx';

export interface Choice {
  readonly key: string;
  readonly name: string;
}

interface AskDialogProps {
  readonly studies: readonly Choice[];
  /** Services that are offered. */
  readonly services: readonly Choice[];
  /** There is a mail server. */
  readonly canMail: boolean;
  readonly onClose: () => void;
}

/** Asks a participant for archives; ends with their link. */
export function AskDialog({ studies, services, canMail, onClose }: AskDialogProps) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      study: studies[0]?.key ?? '',
      identifier: '',
      email: '',
      services: [] as string[],
      lifeDays: 60,
      locale: 'en',
    },
  });
  const email = form.values.email.trim();
  const sendMail = canMail && email !== '';
  const ask = useMutation({
    mutationFn: () => askForDonation({ ...form.values, email: email === '' ? null : email, sendMail }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['donations'] }),
    onError: (error) => {
      if (!(error instanceof ApiProblem)) throw error;
      const isNamed = Object.keys(error.fields).some((field) => field in form.values);
      form.setErrors(isNamed ? { ...error.fields } : { identifier: error.message });
    },
  });
  if (ask.data) return <LinkPanel made={ask.data} wantsMail={email !== ''} onClose={onClose} />;
  return (
    <form
      onSubmit={form.onSubmit(() => {
        ask.mutate();
      })}
    >
      <Stack>
        {studies.length > 1 && (
          <Select
            label={t('form.study')}
            data={studies.map(({ key, name }) => ({ value: key, label: name }))}
            allowDeselect={false}
            {...form.getInputProps('study')}
          />
        )}
        <TextInput
          label={t('form.identifier')}
          description={t('form.identifierHint')}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('identifier')}
        />
        <TextInput
          type="email"
          label={t('form.email')}
          description={t('form.emailHint')}
          maxLength={254}
          {...form.getInputProps('email')}
        />
        <Checkbox.Group
          label={t('form.services')}
          description={t('form.servicesHint')}
          {...form.getInputProps('services')}
        >
          <Stack gap="xs" mt="xs">
            {services.map(({ key, name }) => (
              <Checkbox key={key} value={key} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group grow align="flex-start">
          <NumberInput label={t('form.days')} min={1} max={730} {...form.getInputProps('lifeDays')} />
          <Select
            label={t('form.language')}
            data={locales.map((each) => ({ value: each, label: localeNames[each] }))}
            allowDeselect={false}
            {...form.getInputProps('locale')}
          />
        </Group>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {email !== '' && !canMail ? t('link.notMailed') : ''}
          </Text>
          <Button type="submit" loading={ask.isPending}>
            {t(sendMail ? 'form.submitMail' : 'form.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
