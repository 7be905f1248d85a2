'use client';

import { ActionIcon, Button, Group, Popover, Stack, Text } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTimeZone, useTranslations } from 'use-intl/react';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import type { ShownTimeControl } from './use-shown-time.ts';

const choicesInDays = [1, 7, 30];

/** Chooses the time that everything on the page shows: the last days, all, any days, or a step back and forth. */
export function TimeBar({ control }: { readonly control: ShownTimeControl }) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const { shown, endMs } = control;
  const lastDays = shown.toMs === endMs ? (shown.toMs - shown.fromMs) / dayMs : null;
  const option = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return (
    <Group gap="xs" role="group" aria-label={t('window.label')} wrap="wrap">
      <Button.Group>
        {choicesInDays.map((days) => (
          <Button
            key={days}
            size="xs"
            variant={lastDays === days ? 'filled' : 'default'}
            aria-pressed={lastDays === days}
            onClick={() => {
              control.showLast(days);
            }}
          >
            {t('window.last', { days })}
          </Button>
        ))}
        <Button size="xs" variant="default" onClick={control.showAll}>
          {t('window.all')}
        </Button>
      </Button.Group>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('window.earlier')}
          onClick={() => {
            control.move(-0.5);
          }}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <DayChooser control={control} />
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('window.later')}
          onClick={() => {
            control.move(0.5);
          }}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
      <Text size="sm" c="dimmed" aria-live="polite" suppressHydrationWarning>
        {t('window.custom', {
          from: format.dateTime(shown.fromMs, option),
          to: format.dateTime(shown.toMs, option),
        })}
      </Text>
    </Group>
  );
}

function DayChooser({ control }: { readonly control: ShownTimeControl }) {
  const t = useTranslations('passive');
  const timeZone = useTimeZone() ?? 'UTC';
  const [isOpen, setOpen] = useState(false);
  const [days, setDays] = useState<[string | null, string | null]>([null, null]);
  const [first, last] = days;
  const apply = () => {
    if (first === null) return;
    const clock = new ZoneClock(timeZone);
    control.show({ fromMs: clock.startOfDay(first).getTime(), toMs: clock.endOfDay(last ?? first).getTime() });
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom" shadow="md" withinPortal>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendar size={14} />}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {t('window.choose')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <DatePicker type="range" allowSingleDateInRange value={days} onChange={setDays} />
          <Button size="xs" onClick={apply} disabled={first === null}>
            {t('window.apply')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
