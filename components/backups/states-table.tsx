'use client';

import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { BackupPlace, BackupState } from '#lib/exports/domain/backup.ts';
import { StateContents } from './state-contents.tsx';
import { useBackupWork } from './use-backup-work.ts';

/** The states at a destination, newest first: what is in each, and whether it is whole. */
export function StatesTable({ place }: { readonly place: BackupPlace }) {
  const t = useTranslations('backups');
  const label = t('statesOf', { name: place.name });
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.written')}</Table.Th>
            <Table.Th ta="end">{t('columns.rows')}</Table.Th>
            <Table.Th ta="end">{t('columns.files')}</Table.Th>
            <Table.Th ta="end">{t('columns.size')}</Table.Th>
            <Table.Th>{t('columns.checked')}</Table.Th>
            <Table.Th>{t('columns.restored')}</Table.Th>
            <Table.Th>{t('columns.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {place.states.map((state) => (
            <StateRow key={state.name} place={place} state={state} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface StateRowProps {
  readonly place: BackupPlace;
  readonly state: BackupState;
}

function StateRow({ place, state }: StateRowProps) {
  const t = useTranslations('backups');
  const format = useFormatter();
  const size = useSizeLabel();
  const ask = useBackupWork(place);
  const at = format.dateTime(state.writtenAt, { dateStyle: 'medium', timeStyle: 'short' });
  const open = () => {
    modals.open({ title: t('contentsOf', { at }), size: 'xl', children: <StateContents state={state} /> });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={state.writtenAt} />
      </Table.Td>
      <Table.Td ta="end">
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={open}
          aria-label={t('contentsThis', { rows: format.number(state.rows), at })}
        >
          {format.number(state.rows)}
        </Anchor>
      </Table.Td>
      <Table.Td ta="end">
        {state.missingFiles === 0
          ? format.number(state.files)
          : t('filesMissing', { files: state.files, missing: state.missingFiles })}
      </Table.Td>
      <Table.Td ta="end">{size(state.sizeBytes)}</Table.Td>
      <Table.Td>
        <Finding at={state.checkedAt} error={state.checkError} />
      </Table.Td>
      <Table.Td>
        <Finding at={state.restoredAt} error={state.restoreError} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          {(['check', 'try-restore'] as const).map((work) => (
            <Button
              key={work}
              size="compact-xs"
              variant="default"
              aria-label={t(`work.${work}.actionState`, { at })}
              onClick={() => {
                ask(work, state.name);
              }}
            >
              {t(`work.${work}.action`)}
            </Button>
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** When somebody looked last and what was found; never: says so. */
function Finding({ at, error }: { readonly at: Date | null; readonly error: string | null }) {
  const t = useTranslations('backups');
  if (at === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('never')}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" fw={560} style={{ color: error === null ? 'var(--cairn-ok)' : 'var(--cairn-bad)' }}>
        {t(error === null ? 'whole' : 'damaged')}
      </Text>
      <Text size="xs" c="dimmed">
        <RelativeTime at={at} />
      </Text>
      {error !== null && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {error}
        </Text>
      )}
    </>
  );
}
