'use client';

import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ShownDayControl } from './use-shown-day.ts';

interface DayBarProps {
  readonly control: ShownDayControl;
  readonly timeZone: string;
}

/** Leads from day to day: with buttons, by date, and with the arrow keys. */
export function DayBar({ control, timeZone }: DayBarProps) {
  const t = useTranslations('sensorPages');
  useArrowKeys(control.move);
  const isLast = control.day >= control.today;
  return (
    <Group gap="xs" className="no-print">
      <Tooltip label={t('day.before')}>
        <ActionIcon
          size="lg"
          variant="default"
          aria-label={t('day.before')}
          aria-keyshortcuts="ArrowLeft"
          onClick={() => {
            control.move(-1);
          }}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <TextInput
        type="date"
        aria-label={t('day.label')}
        value={control.day}
        max={control.today}
        onChange={(event) => {
          control.show(event.currentTarget.value);
        }}
      />
      <Tooltip label={t('day.after')}>
        <ActionIcon
          size="lg"
          variant="default"
          aria-label={t('day.after')}
          aria-keyshortcuts="ArrowRight"
          disabled={isLast}
          onClick={() => {
            control.move(1);
          }}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
      </Tooltip>
      <Button
        variant="default"
        disabled={control.day === control.today}
        onClick={() => {
          control.show(control.today);
        }}
      >
        {t('day.today')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('day.zone', { zone: timeZone })}
      </Text>
    </Group>
  );
}

/** Left and right move by a day, except where they move in a text, a list or a dialog. */
function useArrowKeys(move: (days: number) => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isElsewhere = event.target instanceof Element && event.target.closest(busyWithArrows) !== null;
    if (event.defaultPrevented || isElsewhere || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    if (event.key === 'ArrowLeft') move(-1);
    else if (event.key === 'ArrowRight') move(1);
  });
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

const busyWithArrows =
  'input, textarea, select, [role="dialog"], [role="menu"], [role="radiogroup"], [role="group"], svg';
