'use client';

import { Button, Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { DonationSettings } from '#lib/donations/domain/donation.ts';
import { fetchSettings, saveSettings } from './donation-queries.ts';

interface SettingsDialogProps {
  readonly study: string;
  readonly publicUrl: string;
  readonly onClose: () => void;
}

/** How a study takes donations: whether visitors may begin, and how often people are reminded. */
export function SettingsDialog({ study, publicUrl, onClose }: SettingsDialogProps) {
  const queryKey = ['donations', 'settings', study];
  const settings = useQuery({ queryKey, queryFn: ({ signal }) => fetchSettings(study, signal) });
  if (settings.error) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PanelSkeleton heightPx={260} />;
  return <SettingsForm study={study} publicUrl={publicUrl} before={settings.data} onClose={onClose} />;
}

function SettingsForm({
  study,
  publicUrl,
  before,
  onClose,
}: SettingsDialogProps & { readonly before: DonationSettings }) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const [settings, setSettings] = useState(before);
  const save = useMutation({
    mutationFn: () => saveSettings(study, settings),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['donations', 'settings', study] });
      onClose();
    },
  });
  const number = (member: 'lifeDays' | 'remindAfterDays' | 'maxReminders', range: { min: number; max: number }) => (
    <NumberInput
      label={t(`settings.${member}`)}
      {...range}
      allowDecimal={false}
      clampBehavior="strict"
      value={settings[member]}
      onChange={(value) => {
        if (typeof value === 'number') setSettings({ ...settings, [member]: value });
      }}
    />
  );
  return (
    <Stack>
      <Switch
        label={t('settings.isOpen')}
        description={t('settings.isOpenHint', { address: `${publicUrl}/donate?study=${study}` })}
        checked={settings.isOpen}
        onChange={(event) => {
          setSettings({ ...settings, isOpen: event.currentTarget.checked });
        }}
      />
      {number('lifeDays', { min: 1, max: 730 })}
      {number('remindAfterDays', { min: 0, max: 90 })}
      {number('maxReminders', { min: 0, max: 20 })}
      {save.error && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {save.error.message}
        </Text>
      )}
      <Group justify="flex-end">
        <Button
          loading={save.isPending}
          onClick={() => {
            save.mutate();
          }}
        >
          {t('settings.save')}
        </Button>
      </Group>
    </Stack>
  );
}
