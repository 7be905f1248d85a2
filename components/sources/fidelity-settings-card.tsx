'use client';

import { Button, Card, Group, NumberInput, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { FidelitySettings } from '#lib/sources/domain/fidelity/fidelity.ts';
import { fetchFidelitySettings, saveFidelitySettings } from './source/fidelity-queries.ts';

const settingsKey = ['sources', 'fidelity-settings'];

/** When sources of the organization count as missing and as dead. */
export function FidelitySettingsCard() {
  const t = useTranslations('fidelity');
  const { data, error, refetch } = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchFidelitySettings(signal),
    staleTime: Infinity,
  });
  if (error) return <ErrorState error={error} title={t('settings')} onRetry={() => void refetch()} />;
  return (
    <Card component="section" aria-label={t('settings')}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3">
            {t('settings')}
          </Title>
          <Text size="sm" c="dimmed" maw="65ch">
            {t('settingsText')}
          </Text>
        </div>
        {data ? <SettingsForm settings={data} /> : <PanelSkeleton heightPx={120} />}
      </Stack>
    </Card>
  );
}

function SettingsForm({ settings }: { readonly settings: FidelitySettings }) {
  const t = useTranslations('fidelity');
  const queries = useQueryClient();
  const act = useAct();
  const [minutes, setMinutes] = useState<string | number>(settings.expectedIntervalS / 60);
  const [missingAfter, setMissing] = useState<string | number>(settings.missingAfter);
  const [deadAfter, setDead] = useState<string | number>(settings.deadAfter);
  const submit = async () => {
    const saved = await saveFidelitySettings({
      expectedIntervalS: Math.round(Number(minutes) * 60),
      missingAfter: Number(missingAfter),
      deadAfter: Number(deadAfter),
    });
    queries.setQueryData(settingsKey, saved);
    notifications.show({ message: t('saved') });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act.run(submit);
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <NumberInput
            label={t('intervalMinutes')}
            required
            min={1 / 60}
            max={525_600}
            value={minutes}
            error={act.fields['expectedIntervalS']}
            onChange={setMinutes}
          />
          <NumberInput
            label={t('missingIntervals')}
            required
            min={1}
            max={500}
            value={missingAfter}
            error={act.fields['missingAfter']}
            onChange={setMissing}
          />
          <NumberInput
            label={t('deadIntervals')}
            required
            min={1}
            max={1000}
            value={deadAfter}
            error={act.fields['deadAfter']}
            onChange={setDead}
          />
        </SimpleGrid>
        <Failure act={act} fieldsShown={['expectedIntervalS', 'missingAfter', 'deadAfter']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
