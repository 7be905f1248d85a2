'use client';

import { Alert, Anchor, Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTimeZone, useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { TaskStateBadge } from '#components/tasks/task-state-badge.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import type { BackupPlace, BackupPlan } from '#lib/exports/domain/backup.ts';
import { backupsKey, saveBackupPlan } from './backup-queries.ts';

/** By hand alone. */
const never = 'never';

/** At which hour of the day backups are made by the clock, in the viewer's zone or that of the plan. */
export function PlanForm({ place: { destinationId, name, plan } }: { readonly place: BackupPlace }) {
  const t = useTranslations('backups');
  const viewerZone = useTimeZone() ?? 'UTC';
  const timeZone = plan?.timeZone ?? viewerZone;
  const queries = useQueryClient();
  const act = useAct();
  const [hour, setHour] = useState(plan === null ? never : String(plan.hour));
  const save = async () => {
    const draft = { hour: hour === never ? null : Number(hour), timeZone };
    if (!(await act.run(() => saveBackupPlan(destinationId, draft)))) return;
    notifications.show({ message: t('plan.saved'), color: 'cairn' });
    await queries.invalidateQueries({ queryKey: backupsKey });
  };
  const hours = Array.from({ length: 24 }, (_, at) => ({
    value: String(at),
    label: t('plan.at', { hour: `${String(at).padStart(2, '0')}:00` }),
  }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="xs">
        <Group gap="xs" align="flex-end">
          <Select
            label={t('plan.label')}
            description={t('plan.zone', { timeZone })}
            w={240}
            allowDeselect={false}
            data={[{ value: never, label: t('plan.never') }, ...hours]}
            value={hour}
            onChange={(value) => {
              setHour(value ?? never);
            }}
          />
          <Button type="submit" variant="default" loading={act.isRunning} aria-label={t('plan.saveThis', { name })}>
            {t('plan.save')}
          </Button>
        </Group>
        <Failure act={act} fieldsShown={[]} />
        {plan && <PlanNews plan={plan} />}
      </Stack>
    </form>
  );
}

/** When the next run is, and how the last one began. */
function PlanNews({ plan }: { readonly plan: BackupPlan }) {
  const t = useTranslations('backups');
  return (
    <>
      {plan.lastError !== null && (
        <Alert color="red" title={t('plan.failed')}>
          {plan.lastError}
        </Alert>
      )}
      <Text size="sm" c="dimmed" component="div">
        {t.rich('plan.next', { at: () => <Moment key="at" at={plan.nextRunAt} />, who: plan.createdBy })}
      </Text>
      {plan.lastTaskId !== null && plan.lastTaskState !== null && (
        <Group gap="xs">
          <Anchor component={Link} href={`/tasks/${plan.lastTaskId}`} size="sm">
            {t('plan.last')}
          </Anchor>
          <TaskStateBadge task={{ state: plan.lastTaskState, stopRequestedAt: null }} />
        </Group>
      )}
    </>
  );
}
