'use client';

import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SensorsTabs } from '../sensors-tabs.tsx';
import { RecoveryCard } from './recovery-card.tsx';
import { RegisterCard } from './register-card.tsx';
import { TagCard } from './tag-card.tsx';

interface DevicesViewProps {
  /** Studies that the viewer may register sensors in. */
  readonly studies: readonly { readonly key: string; readonly name: string }[];
  readonly canRecover: boolean;
}

/** Tools for many devices: register them, set them up, bring in what was lost on the way. */
export function DevicesView({ studies, canRecover }: DevicesViewProps) {
  const t = useTranslations('sensorPages');
  return (
    <>
      <PageHeader title={t('devices.title')} description={t('devices.text')} />
      <SensorsTabs />
      <Stack maw={880}>
        <RegisterCard studies={studies} />
        <TagCard />
        {canRecover && <RecoveryCard />}
      </Stack>
    </>
  );
}
