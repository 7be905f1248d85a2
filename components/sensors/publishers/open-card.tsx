'use client';

import { Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { CopyField } from '#components/accounts/copy-field.tsx';
import { Failure } from '#components/accounts/failure.tsx';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiPut } from '#components/ui/api-client.ts';
import { openSensorsViewSchema, type OpenSensorsView } from '#lib/sensors/domain/open-sensors.ts';

/** Whether everybody may read what public installations measure, and the address that programs read from. */
export function OpenCard({ initial }: { readonly initial: OpenSensorsView }) {
  const t = useTranslations('publishers');
  const act = useAct();
  const [{ isOpen, url }, setOpen] = useState(initial);
  const save = (wanted: boolean) =>
    act.run(async () => {
      setOpen(await apiPut('sensors/open', { isOpen: wanted }, openSensorsViewSchema));
      notifications.show({ message: t(wanted ? 'open.opened' : 'open.closed'), color: 'cairn' });
    });
  return (
    <SectionCard title={t('open.title')} description={t('open.description')}>
      <Stack>
        <Switch
          label={t('open.isOpen')}
          checked={isOpen}
          disabled={act.isRunning}
          onChange={({ currentTarget }) => {
            void save(currentTarget.checked);
          }}
        />
        {isOpen && <CopyField label={t('open.url')} value={url} />}
        <Failure act={act} />
      </Stack>
    </SectionCard>
  );
}
