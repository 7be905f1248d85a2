'use client';

import {
  Alert,
  Button,
  Checkbox,
  CopyButton,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { alertLevels, type AlertLevel } from '#lib/sources/domain/alerts/alert.ts';
import type { AlertSettings } from '#lib/sources/domain/alerts/alert-settings.ts';
import { saveSettings } from '../alert-queries.ts';

/** A Monday, from which the names of the days are counted. */
const aMonday = Date.UTC(2024, 0, 1, 12);
const dayMs = 86_400_000;

/** Recipients, digest, mail at once and webhook of a study. */
export function AlertSettingsForm({ settings }: { readonly settings: AlertSettings }) {
  const t = useTranslations('alerts');
  const format = useFormatter();
  const { form, save, secret } = useSettingsForm(settings);
  const levels = alertLevels.map((level) => ({ value: level, label: t(`settings.from.${level}`) }));
  return (
    <form onSubmit={save}>
      <Stack>
        <TagsInput
          label={t('settings.recipients')}
          description={t('settings.recipientsHint')}
          maxTags={50}
          {...form.getInputProps('recipients')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Stack gap="sm">
            <Switch label={t('settings.digest')} {...form.getInputProps('isDigestEnabled', { type: 'checkbox' })} />
            <Group gap="sm" align="flex-start">
              <NumberInput
                label={t('settings.hour')}
                w={110}
                min={0}
                max={23}
                allowDecimal={false}
                {...form.getInputProps('digestHour')}
              />
              <Select
                label={t('settings.zone')}
                searchable
                allowDeselect={false}
                style={{ flex: 1 }}
                data={[...new Set(['UTC', settings.timeZone, ...Intl.supportedValuesOf('timeZone')])]}
                {...form.getInputProps('timeZone')}
              />
            </Group>
            <Checkbox.Group label={t('settings.days')} {...form.getInputProps('digestDays')}>
              <Group gap="xs" mt={4}>
                {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                  <Checkbox
                    key={day}
                    value={String(day)}
                    label={format.dateTime(new Date(aMonday + (day - 1) * dayMs), {
                      weekday: 'short',
                      timeZone: 'UTC',
                    })}
                  />
                ))}
              </Group>
            </Checkbox.Group>
          </Stack>
          <Stack gap="sm">
            <Select
              label={t('settings.mailNow')}
              allowDeselect={false}
              data={[{ value: 'never', label: t('settings.never') }, ...levels]}
              {...form.getInputProps('mailFrom')}
            />
            <TextInput
              label={t('settings.webhook')}
              description={t('settings.webhookHint')}
              placeholder="https://"
              {...form.getInputProps('webhookUrl')}
            />
            <Select
              label={t('settings.webhookFrom')}
              allowDeselect={false}
              data={levels}
              {...form.getInputProps('webhookFrom')}
            />
          </Stack>
        </SimpleGrid>
        {secret !== null && <NewSecret secret={secret} />}
        <Group justify="flex-end">
          <Button type="submit" loading={form.submitting}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function NewSecret({ secret }: { readonly secret: string }) {
  const t = useTranslations('alerts');
  return (
    <Alert title={t('settings.secretTitle')}>
      <Stack gap="xs">
        {t('settings.secretText')}
        <Group gap="sm">
          <code style={{ overflowWrap: 'anywhere' }}>{secret}</code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {t(copied ? 'settings.copied' : 'settings.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}

/** The settings as the form has them. */
interface SettingsValues extends Pick<
  AlertSettings,
  'recipients' | 'isDigestEnabled' | 'digestHour' | 'timeZone' | 'webhookFrom'
> {
  readonly digestDays: string[];
  readonly mailFrom: AlertLevel | 'never';
  readonly webhookUrl: string;
}

function useSettingsForm({ studyId, hasWebhookSecret: _secret, lastDigestAt: _last, ...settings }: AlertSettings) {
  const t = useTranslations('alerts');
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<SettingsValues>({
    initialValues: {
      ...settings,
      digestDays: settings.digestDays.map(String),
      mailFrom: settings.mailFrom ?? 'never',
      webhookUrl: settings.webhookUrl ?? '',
    },
  });
  const save = form.onSubmit(async ({ mailFrom, webhookUrl, digestDays, ...values }) => {
    try {
      const saved = await saveSettings(studyId, {
        ...values,
        digestDays: digestDays.map(Number).sort(),
        mailFrom: mailFrom === 'never' ? null : mailFrom,
        webhookUrl: webhookUrl.trim() === '' ? null : webhookUrl,
      });
      setSecret(saved.newWebhookSecret);
      await queries.invalidateQueries({ queryKey: ['alert-settings', studyId] });
      notifications.show({ message: t('settings.saved') });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const named = Object.entries(error.fields).map(([field, text]) => [field.split('.')[0] ?? field, text]);
      form.setErrors(
        named.length > 0 ? (Object.fromEntries(named) as Record<string, string>) : { recipients: error.message },
      );
    }
  });
  return { form, save, secret };
}
