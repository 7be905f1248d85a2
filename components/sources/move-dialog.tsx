'use client';

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { SourceGroup } from '#lib/sources/domain/source.ts';

/** Choices of the dialog that are no group's id. */
const none = 'none';
const makeNew = 'new';

export interface StudyChoice {
  readonly key: string;
  readonly name: string;
}

/** Where sources go: an existing group, a new one of a study, or none. As the server takes it. */
export type MoveTarget = null | { readonly groupId: string } | { readonly study: string; readonly newGroup: string };

interface MoveDialogProps {
  readonly groups: readonly SourceGroup[];
  readonly studies: readonly StudyChoice[];
  readonly onMove: (to: MoveTarget) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks which group sources should be in; a new one can be made on the way. */
export function MoveDialog({ groups, studies, onMove, onClose }: MoveDialogProps) {
  const t = useTranslations('sources');
  const [choice, setChoice] = useState<string | null>(groups[0]?.id ?? makeNew);
  const [name, setName] = useState('');
  const [study, setStudy] = useState<string | null>(studies[0]?.key ?? null);
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isReady = choice !== null && (choice !== makeNew || (name.trim() !== '' && study !== null));
  const move = async () => {
    setRunning(true);
    try {
      await onMove(toTarget(choice, study, name));
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : String(error));
      setRunning(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void move();
      }}
    >
      <Stack>
        <Select
          label={t('moveDialog.group')}
          data={[
            ...groups.map((group) => ({
              value: group.id,
              label: studies.length > 1 ? `${group.name} · ${group.studyName}` : group.name,
            })),
            { value: none, label: t('moveDialog.none') },
            { value: makeNew, label: t('moveDialog.new') },
          ]}
          value={choice}
          onChange={setChoice}
          allowDeselect={false}
          searchable
          data-autofocus
        />
        {choice === makeNew && (
          <>
            <TextInput
              label={t('moveDialog.newName')}
              value={name}
              maxLength={200}
              onChange={(event) => {
                setName(event.currentTarget.value);
              }}
              error={failure}
            />
            {studies.length > 1 && (
              <Select
                label={t('moveDialog.study')}
                data={studies.map(({ key, name: label }) => ({ value: key, label }))}
                value={study}
                onChange={setStudy}
                allowDeselect={false}
              />
            )}
          </>
        )}
        {studies.length > 1 && choice !== none && (
          <Text size="sm" c="dimmed">
            {t('moveDialog.otherStudies')}
          </Text>
        )}
        {failure !== null && choice !== makeNew && (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {failure}
          </Text>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isRunning} disabled={!isReady}>
            {t('moveDialog.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toTarget(choice: string | null, study: string | null, name: string): MoveTarget {
  if (choice === makeNew && study !== null) return { study, newGroup: name.trim() };
  return choice === null || choice === none ? null : { groupId: choice };
}
