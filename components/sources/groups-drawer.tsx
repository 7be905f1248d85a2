'use client';

import { ActionIcon, Badge, Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem, apiDelete, apiPatch, apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { SideDrawer } from '#components/ui/side-drawer.tsx';
import type { SourceGroup } from '#lib/sources/domain/source.ts';
import type { StudyChoice } from './move-dialog.tsx';
import { showFailure } from './use-bulk-act.tsx';

interface GroupsDrawerProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly groups: readonly SourceGroup[];
  readonly studies: readonly StudyChoice[];
}

/** The groups of the studies one manages: add, rename, silence, remove. */
export function GroupsDrawer({ isOpen, onClose, groups, studies }: GroupsDrawerProps) {
  const t = useTranslations('sources');
  return (
    <SideDrawer opened={isOpen} onClose={onClose} position="right" size="md" title={t('groupsDialog.title')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {groups.length === 0 ? t('groupsDialog.empty') : t('groupsDialog.description')}
        </Text>
        {groups.map((group) => (
          <GroupRow key={group.id} group={group} withStudy={studies.length > 1} />
        ))}
        <AddGroup studies={studies} />
      </Stack>
    </SideDrawer>
  );
}

/** Refreshes everything that shows groups. */
function useRefresh() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['sources'] });
}

function GroupRow({ group, withStudy }: { readonly group: SourceGroup; readonly withStudy: boolean }) {
  const t = useTranslations('sources');
  const refresh = useRefresh();
  const confirm = useConfirm();
  const [isRenaming, setRenaming] = useState(false);
  const change = async (body: object) => {
    await apiPatch(`groups/${group.id}`, body);
    await refresh();
  };
  const remove = () => {
    confirm({
      title: t('groupsDialog.removeTitle'),
      message: t('groupsDialog.removeMessage', { name: group.name, count: group.sourceCount }),
      action: t('groupsDialog.removeAction'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`groups/${group.id}`);
        await refresh();
      },
    });
  };
  if (isRenaming) {
    return (
      <NameForm
        label={t('groupsDialog.name')}
        action={t('groupsDialog.save')}
        initial={group.name}
        onSave={async (name) => {
          await change({ name });
          setRenaming(false);
        }}
      />
    );
  }
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Group gap={6}>
          <Text size="sm" fw={560} truncate>
            {group.name}
          </Text>
          {group.isDefault && <Badge size="sm">{t('groupsDialog.default')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed" truncate>
          {t('groupsDialog.sources', { count: group.sourceCount })}
          {withStudy && ` · ${group.studyName}`}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <Switch
          size="xs"
          label={t('groupsDialog.alertsOff')}
          checked={group.suppressAlerts}
          onChange={(event) => {
            change({ suppressAlerts: event.currentTarget.checked }).catch(showFailure);
          }}
        />
        <ActionIcon
          aria-label={t('groupsDialog.rename', { name: group.name })}
          onClick={() => {
            setRenaming(true);
          }}
        >
          <IconPencil size={16} stroke={1.5} />
        </ActionIcon>
        <ActionIcon aria-label={t('groupsDialog.remove', { name: group.name })} onClick={remove}>
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function AddGroup({ studies }: { readonly studies: readonly StudyChoice[] }) {
  const t = useTranslations('sources');
  const refresh = useRefresh();
  const [study, setStudy] = useState<string | null>(studies[0]?.key ?? null);
  const [made, setMade] = useState(0);
  return (
    <Stack gap="xs" mt="sm">
      {studies.length > 1 && (
        <Select
          label={t('groupsDialog.study')}
          data={studies.map(({ key, name }) => ({ value: key, label: name }))}
          value={study}
          onChange={setStudy}
          allowDeselect={false}
        />
      )}
      <NameForm
        key={made}
        label={t('groupsDialog.name')}
        action={t('groupsDialog.add')}
        initial=""
        onSave={async (name) => {
          await apiPost('groups', { study, name });
          await refresh();
          setMade(made + 1);
        }}
      />
    </Stack>
  );
}

interface NameFormProps {
  readonly label: string;
  readonly action: string;
  readonly initial: string;
  readonly onSave: (name: string) => Promise<void>;
}

function NameForm({ label, action, initial, onSave }: NameFormProps) {
  const [name, setName] = useState(initial);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    try {
      await onSave(name.trim());
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : String(error));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label={label}
          style={{ flex: 1 }}
          value={name}
          maxLength={200}
          error={failure}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setFailure(null);
          }}
        />
        <Button type="submit" variant="light" disabled={name.trim() === ''}>
          {action}
        </Button>
      </Group>
    </form>
  );
}
