'use client';

import { ActionIcon, Anchor, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { ExportSchedule } from '#lib/exports/domain/schedule.ts';
import { fetchSchedules, removeSchedule, switchSchedule } from './schedule-queries.ts';
import { useDayName } from './use-day-name.ts';

/** Orders that are given again and again; nothing where there are none. */
export function ScheduleList({ study }: { readonly study: string | null }) {
  const t = useTranslations('schedules');
  const {
    data = [],
    error,
    refetch,
  } = useQuery({
    queryKey: ['export-schedules', study],
    queryFn: ({ signal }) => fetchSchedules(study, signal),
    refetchInterval: 60_000,
  });
  if (data.length === 0) {
    return error ? <ErrorState error={error} title={t('listTitle')} onRetry={() => void refetch()} /> : null;
  }
  return (
    <section aria-labelledby="export-schedules">
      <Title order={2} size="h4" id="export-schedules" mb="sm">
        {t('listTitle')}
      </Title>
      <Stack gap="xs">
        {data.map((schedule) => (
          <ScheduleLine key={schedule.id} schedule={schedule} hasStudy={study === null} />
        ))}
      </Stack>
    </section>
  );
}

function ScheduleLine({ schedule, hasStudy }: { readonly schedule: ExportSchedule; readonly hasStudy: boolean }) {
  const t = useTranslations('schedules');
  const href = useStudyHref();
  const acts = useScheduleActs(schedule);
  const when = useWhen(schedule);
  const { name, studyName, isEnabled, nextRunAt, lastTaskId, lastRunAt, lastError, createdBy } = schedule;
  return (
    <Group gap="md" wrap="wrap" align="flex-start">
      <Switch
        aria-label={t('enabled', { name })}
        checked={isEnabled}
        onChange={(event) => {
          acts.setEnabled(event.currentTarget.checked);
        }}
      />
      <Stack gap={2} style={{ flex: '1 1 16rem' }}>
        <Text size="sm" fw={560}>
          {hasStudy ? `${name} · ${studyName}` : name}
        </Text>
        <Text size="sm" c="dimmed">
          {when} · {t('inTheNameOf', { name: createdBy })}
        </Text>
        {lastError !== null && (
          <Text size="sm" c="var(--cairn-bad)">
            {lastError}
          </Text>
        )}
      </Stack>
      <Stack gap={2}>
        {isEnabled && (
          <Text size="sm" component="span">
            {t('next')} <RelativeTime at={nextRunAt} />
          </Text>
        )}
        {lastRunAt !== null && lastTaskId !== null && (
          <Anchor component={Link} href={href(`/tasks/${lastTaskId}`)} size="sm">
            {t('last')} <RelativeTime at={lastRunAt} />
          </Anchor>
        )}
      </Stack>
      <ActionIcon variant="subtle" color="red" aria-label={t('remove', { name })} onClick={acts.remove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

function useScheduleActs({ id, name }: ExportSchedule) {
  const t = useTranslations('schedules');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const refresh = () => queries.invalidateQueries({ queryKey: ['export-schedules'] });
  return {
    setEnabled: (isEnabled: boolean) => {
      switchSchedule(id, isEnabled).then(refresh).catch(showFailure);
    },
    remove: () => {
      confirm({
        title: t('removeTitle'),
        message: t('removeMessage', { name }),
        action: t('removeAction'),
        onConfirm: async () => {
          await removeSchedule(id);
          await refresh();
        },
      });
    },
  };
}

/** The rhythm in words. */
function useWhen({ every, hour, onDay, covers, order }: ExportSchedule): string {
  const t = useTranslations('schedules');
  const format = useFormatter();
  const dayName = useDayName();
  const time = `${format.dateTime(Date.UTC(2024, 0, 1, hour), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })} ${order.timeZone}`;
  const day = every === 'week' ? dayName(onDay) : String(onDay);
  const covered = covers === 'all' ? t('coversAll') : t(`coversPeriod.${every}`);
  return `${t(`when.${every}`, { day, time })} · ${covered}`;
}
