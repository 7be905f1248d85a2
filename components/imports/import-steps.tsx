'use client';

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconChecklist, IconDatabaseImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import type { ImportSettings } from '#lib/registry/domain/import-record.ts';
import type { ImportColumnsData, ImportData, TargetChoice } from './import-data.ts';
import { ImportReport } from './import-report.tsx';
import { isBusy, startCheck, startRun } from './import-queries.ts';
import { MappingFields } from './mapping-fields.tsx';
import { TargetFields } from './target-fields.tsx';
import { useSettings, type SettingsState } from './use-settings.ts';

interface ImportStepsProps {
  readonly of: ImportData;
  readonly columns: ImportColumnsData;
  readonly targets: readonly TargetChoice[];
}

/** The way of a file: where it goes, which column is what, a dry run, and the one button that brings it in. */
export function ImportSteps({ of, columns, targets }: ImportStepsProps) {
  const t = useTranslations('imports');
  const state = useSettings(of, columns, targets[0]?.name ?? t('target.firstName'));
  const check = useStart(startCheck, of.id);
  const { settings } = state;
  return (
    <Stack gap="xl">
      <TargetFields state={state} targets={targets} />
      {columns.isList ? (
        <MappingFields
          columns={columns.columns}
          value={state.draft.mapping}
          onChange={(mapping) => {
            state.change({ mapping });
          }}
          fields={state.fields}
        />
      ) : (
        <Text size="sm">{t('mapping.none')}</Text>
      )}
      <Group>
        <Button
          variant={state.isChecked ? 'default' : 'filled'}
          leftSection={<IconChecklist size={16} />}
          disabled={settings === null || isBusy(of)}
          loading={check.isPending}
          onClick={() => {
            if (settings) check.mutate(settings);
          }}
        >
          {t('steps.check')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('steps.checkHint')}
        </Text>
      </Group>
      <Failure error={check.error} />
      {of.report !== null && !isBusy(of) && (
        <>
          <ImportReport of={of} report={of.report} isOld={!state.isChecked} />
          {state.isChecked && <RunStep of={of} state={state} />}
        </>
      )}
    </Stack>
  );
}

/** The one button, and what it will do in numbers. */
function RunStep({ of, state }: { readonly of: ImportData; readonly state: SettingsState }) {
  const t = useTranslations('imports');
  const run = useStart(startRun, of.id);
  const { created = 0, updated = 0, refused = 0 } = of.report ?? {};
  const { settings, draft, change } = state;
  const isHeldBack = refused > 0 && !draft.leaveOutRefused;
  return (
    <Stack gap="sm">
      {refused > 0 && (
        <Checkbox
          label={t('steps.leaveOut', { refused })}
          description={t('steps.leaveOutHint')}
          checked={draft.leaveOutRefused}
          onChange={({ currentTarget }) => {
            change({ leaveOutRefused: currentTarget.checked });
          }}
        />
      )}
      <Group>
        <Button
          leftSection={<IconDatabaseImport size={16} />}
          // Large numbers take two lines on a phone.
          h="auto"
          mih={36}
          py={6}
          styles={{ label: { whiteSpace: 'normal' } }}
          disabled={settings === null || isHeldBack || created + updated === 0}
          loading={run.isPending}
          onClick={() => {
            if (settings) run.mutate(settings);
          }}
        >
          {t('steps.run', { created, updated })}
        </Button>
        <Text size="sm" c="dimmed">
          {created + updated === 0 ? t('steps.nothing') : isHeldBack ? t('steps.heldBack') : t('steps.runHint')}
        </Text>
      </Group>
      <Failure error={run.error} />
    </Stack>
  );
}

function Failure({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <Text size="sm" c="var(--cairn-bad)" role="alert">
      {error.message}
    </Text>
  );
}

function useStart(start: (id: string, settings: ImportSettings) => Promise<unknown>, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings: ImportSettings) => start(id, settings),
    onSuccess: () => Promise.all(['imports', 'tasks'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
