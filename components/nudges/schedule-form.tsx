'use client';

import { Button, Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { NudgeStatus } from '#lib/passive/domain/nudges/nudge.ts';
import { saveNudgeSettings } from './nudge-queries.ts';

const firstEveryHours = 6;

/** When the phones of a study are woken by the clock, and which. */
export function ScheduleForm({ study, status }: { readonly study: string; readonly status: NudgeStatus }) {
  const t = useTranslations('nudges');
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      isOn: status.everyHours !== null,
      everyHours: status.everyHours ?? firstEveryHours,
      activeDays: status.activeDays,
      silentHours: status.silentHours,
    },
  });
  const save = form.onSubmit(async ({ isOn, everyHours, activeDays, silentHours }) => {
    try {
      await saveNudgeSettings(study, { everyHours: isOn ? everyHours : null, activeDays, silentHours });
      await queries.invalidateQueries({ queryKey: ['nudges', 'status', study] });
      notifications.show({ message: t('schedule.saved') });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      form.setErrors(Object.keys(error.fields).length > 0 ? { ...error.fields } : { everyHours: error.message });
    }
  });
  return (
    <form onSubmit={save}>
      <Stack gap="sm">
        <Switch label={t('schedule.enabled')} {...form.getInputProps('isOn', { type: 'checkbox' })} />
        <NumberInput
          label={t('schedule.every')}
          min={1}
          max={168}
          allowDecimal={false}
          disabled={!form.values.isOn}
          {...form.getInputProps('everyHours')}
        />
        <NumberInput
          label={t('schedule.active')}
          min={1}
          max={365}
          allowDecimal={false}
          {...form.getInputProps('activeDays')}
        />
        <NumberInput
          label={t('schedule.silent')}
          description={t('schedule.silentHint')}
          min={0}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('silentHours')}
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" component="span">
            {t('schedule.last')}: {status.lastRoundAt ? <RelativeTime at={status.lastRoundAt} /> : t('schedule.never')}
          </Text>
          <Button type="submit" loading={form.submitting}>
            {t('schedule.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
