'use client';

import { Autocomplete, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { TargetChoice } from './import-data.ts';
import type { SettingsState } from './use-settings.ts';

interface TargetFieldsProps {
  readonly state: SettingsState;
  readonly targets: readonly TargetChoice[];
}

/** Where a file goes: pyramid, version, and what new places count as. */
export function TargetFields({ state: { draft, change }, targets }: TargetFieldsProps) {
  const t = useTranslations('imports');
  const versions = targets.find(({ name }) => name === draft.pyramid)?.versions ?? [];
  const next = (versions.at(-1) ?? -1) + 1;
  const isKnown = draft.version !== null && versions.includes(draft.version);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Autocomplete
        label={t('target.pyramid')}
        description={t('target.pyramidHint')}
        data={targets.map(({ name }) => name)}
        value={draft.pyramid}
        onChange={(pyramid) => {
          change({ pyramid, version: null });
        }}
        withAsterisk
      />
      <Select
        label={t('target.version')}
        description={isKnown ? t('target.versionHint') : t('target.newHint')}
        data={[
          { value: 'new', label: t('target.new', { number: next }) },
          ...versions.map((number) => ({ value: String(number), label: t('target.number', { number }) })).reverse(),
        ]}
        value={isKnown ? String(draft.version) : 'new'}
        onChange={(value) => {
          change({ version: value === null || value === 'new' ? null : Number(value) });
        }}
        allowDeselect={false}
      />
      <Stack gap={4} role="group" aria-labelledby="import-status">
        <Text size="sm" fw={500} id="import-status">
          {t('target.status')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('target.statusHint')}
        </Text>
        <SegmentedControl
          aria-labelledby="import-status"
          value={draft.status}
          onChange={(status) => {
            change({ status: status === 'NEW' ? 'NEW' : 'VALID' });
          }}
          data={[
            { value: 'VALID', label: t('target.valid') },
            { value: 'NEW', label: t('target.toReview') },
          ]}
        />
      </Stack>
    </SimpleGrid>
  );
}
