'use client';

import { Button, Modal, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCalendarRepeat } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import { scheduleCovers, scheduleRhythms, type Rhythm } from '#lib/exports/domain/schedule.ts';
import type { OrderForm } from '../export-data.ts';
import { createSchedule } from './schedule-queries.ts';
import { useDayName } from './use-day-name.ts';

interface ScheduleButtonProps {
  readonly order: OrderForm;
  readonly isOff: boolean;
}

/** Has the order of the form given again and again. */
export function ScheduleButton({ order, isOff }: ScheduleButtonProps) {
  const t = useTranslations('schedules');
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconCalendarRepeat size={16} />} disabled={isOff} onClick={open}>
        {t('open')}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t('title')}>
        <ScheduleForm order={order} onClose={close} />
      </Modal>
    </>
  );
}

function ScheduleForm({ order, onClose }: { readonly order: OrderForm; readonly onClose: () => void }) {
  const t = useTranslations('schedules');
  const dayName = useDayName();
  const queries = useQueryClient();
  const initial: Rhythm & { name: string } = { name: '', every: 'week', hour: 4, onDay: 1, covers: 'period' };
  const form = useForm({ initialValues: initial });
  const { every } = form.values;
  const save = form.onSubmit(async (when) => {
    try {
      await createSchedule(order, when);
      await queries.invalidateQueries({ queryKey: ['export-schedules'] });
      notifications.show({ message: t('created') });
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const isNamed = Object.keys(error.fields).some((field) => field in when);
      form.setErrors(isNamed ? { ...error.fields } : { name: error.message });
    }
  });
  return (
    <form
      onSubmit={(event) => {
        // The dialog stands inside the form of the order, which is not to be sent.
        event.stopPropagation();
        save(event);
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('text')}
        </Text>
        <TextInput label={t('name')} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
        <SimpleGrid cols={{ base: 1, xs: every === 'day' ? 2 : 3 }}>
          <Select
            label={t('every')}
            allowDeselect={false}
            data={scheduleRhythms.map((rhythm) => ({ value: rhythm, label: t(`rhythms.${rhythm}`) }))}
            value={every}
            onChange={(next) => {
              const chosen = scheduleRhythms.find((rhythm) => rhythm === next) ?? 'day';
              form.setValues({ every: chosen, onDay: 1 });
            }}
          />
          {every === 'week' && (
            <Select
              label={t('weekday')}
              allowDeselect={false}
              data={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayName(day) }))}
              value={String(form.values.onDay)}
              onChange={(day) => {
                form.setFieldValue('onDay', Number(day));
              }}
            />
          )}
          {every === 'month' && (
            <NumberInput label={t('monthday')} min={1} max={28} allowDecimal={false} {...form.getInputProps('onDay')} />
          )}
          <NumberInput
            label={t('hour')}
            description={order.timeZone}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={23}
            allowDecimal={false}
            {...form.getInputProps('hour')}
          />
        </SimpleGrid>
        <Select
          label={t('covers')}
          allowDeselect={false}
          data={scheduleCovers.map((cover) => ({
            value: cover,
            label: cover === 'all' ? t('coversAll') : t(`coversPeriod.${every}`),
          }))}
          {...form.getInputProps('covers')}
        />
        <FormActions cancel={t('cancel')} submit={t('save')} onCancel={onClose} isRunning={form.submitting} />
      </Stack>
    </form>
  );
}
