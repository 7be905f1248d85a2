'use client';

import { Alert, Button, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { BulkChange, BulkPreview, BulkSelection } from '#lib/registry/domain/bulk-edit.ts';
import { skipReasons } from '#lib/registry/domain/bulk-edit.ts';
import { unitStatusSchema } from '#lib/registry/domain/org-unit.ts';
import type { UnitChoices } from '#lib/registry/domain/unit-choices.ts';
import { BulkProgress } from './bulk-progress.tsx';
import { fetchBulkPreview, startBulkEdit } from './place-queries.ts';

export interface BulkEditDialogProps {
  readonly version: string;
  readonly selection: BulkSelection;
  readonly choices: UnitChoices;
  /** The work has begun: nothing needs to stay ticked. */
  readonly onStarted: () => void;
  readonly onClose: () => void;
}

const noChange: BulkChange = { addGroupIds: [], removeGroupIds: [] };
const previewDelayMs = 300;

function isNothing({ status, typeId, addGroupIds, removeGroupIds }: BulkChange): boolean {
  return status === undefined && typeId === undefined && addGroupIds.length + removeGroupIds.length === 0;
}

/** What to change of the ticked places, what that would do in numbers, and then how far it is. */
export function BulkEditDialog({ version, selection, choices, onStarted, onClose }: BulkEditDialogProps) {
  const t = useTranslations('places');
  const [change, setChange] = useState(noChange);
  const [failure, setFailure] = useState<string | null>(null);
  const [taskId, setTaskId] = useState<string | null>(null);
  const [asked] = useDebouncedValue(change, previewDelayMs);
  const preview = useQuery({
    queryKey: ['units', 'bulk-preview', version, selection, asked],
    queryFn: ({ signal }) => fetchBulkPreview({ version, selection, change: asked }, signal),
    enabled: !isNothing(asked) && taskId === null,
    retry: false,
    staleTime: 0,
  });
  if (taskId !== null) return <BulkProgress taskId={taskId} onClose={onClose} />;
  const isCurrent = asked === change && !isNothing(change);
  const outcome = isCurrent ? (preview.data ?? null) : null;
  const start = async () => {
    setFailure(null);
    try {
      const started = await startBulkEdit({ version, selection, change });
      setTaskId(started.taskId);
      onStarted();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : t('bulk.failed'));
    }
  };
  return (
    <Stack gap="md">
      <ChangeFields change={change} onChange={setChange} choices={choices} />
      <div aria-live="polite">
        {isNothing(change) ? (
          <Text size="sm" c="dimmed">
            {t('bulk.chooseFirst')}
          </Text>
        ) : isCurrent && preview.error ? (
          <ErrorState error={preview.error} />
        ) : outcome ? (
          <PreviewNumbers preview={outcome} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('bulk.counting')}
          </Text>
        )}
      </div>
      {failure !== null && (
        <Alert color="red" role="alert">
          {failure}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('bulk.cancel')}
        </Button>
        <Button disabled={outcome === null || outcome.changed === 0} onClick={() => void start()}>
          {t('bulk.start', { count: outcome === null ? 0 : estimateOf(outcome) })}
        </Button>
      </Group>
    </Stack>
  );
}

/** Places that would change; those not looked at count as changing. */
function estimateOf({ changed, selected, lookedAt }: BulkPreview): number {
  return changed + Math.max(0, selected - lookedAt);
}

interface ChangeFieldsProps {
  readonly change: BulkChange;
  readonly onChange: (change: BulkChange) => void;
  readonly choices: UnitChoices;
}

function ChangeFields({ change, onChange, choices }: ChangeFieldsProps) {
  const t = useTranslations('places');
  const groups = choices.groups.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Select
        label={t('bulk.status')}
        placeholder={t('bulk.asItIs')}
        clearable
        data={unitStatusSchema.options.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
        value={change.status ?? null}
        onChange={(word) => {
          onChange({ ...change, status: unitStatusSchema.safeParse(word).data });
        }}
      />
      <Select
        label={t('bulk.type')}
        placeholder={t('bulk.asItIs')}
        clearable
        searchable
        data={choices.types.map(({ id, name }) => ({ value: id, label: name }))}
        value={change.typeId ?? null}
        onChange={(typeId) => {
          onChange({ ...change, typeId: typeId ?? undefined });
        }}
      />
      {groups.length > 0 && (
        <>
          <MultiSelect
            label={t('bulk.addGroups')}
            searchable
            clearable
            limit={200}
            data={groups.filter(({ value }) => !change.removeGroupIds.includes(value))}
            value={change.addGroupIds}
            onChange={(addGroupIds) => {
              onChange({ ...change, addGroupIds });
            }}
          />
          <MultiSelect
            label={t('bulk.removeGroups')}
            searchable
            clearable
            limit={200}
            data={groups.filter(({ value }) => !change.addGroupIds.includes(value))}
            value={change.removeGroupIds}
            onChange={(removeGroupIds) => {
              onChange({ ...change, removeGroupIds });
            }}
          />
        </>
      )}
    </>
  );
}

/** What the change would do, in numbers; which places it skips, and why. */
function PreviewNumbers({ preview }: { readonly preview: BulkPreview }) {
  const t = useTranslations('places');
  const { selected, lookedAt, changed, unchanged, skipped, examples } = preview;
  return (
    <Alert color="cairn" variant="light">
      <Stack gap={4}>
        <Text size="sm">{t('bulk.willChange', { count: changed, selected: lookedAt })}</Text>
        {unchanged > 0 && <Text size="sm">{t('bulk.unchanged', { count: unchanged })}</Text>}
        {skipReasons
          .filter((reason) => skipped[reason] > 0)
          .map((reason) => (
            <Text key={reason} size="sm">
              {t(`bulk.skipped.${reason}`, { count: skipped[reason] })}{' '}
              {examples
                .filter((example) => example.reason === reason)
                .slice(0, 5)
                .map(({ name }) => name)
                .join(', ')}
            </Text>
          ))}
        {selected > lookedAt && <Text size="sm">{t('bulk.lookedAt', { lookedAt, selected })}</Text>}
        <Text size="sm" c="dimmed">
          {t('bulk.kept')}
        </Text>
      </Stack>
    </Alert>
  );
}
