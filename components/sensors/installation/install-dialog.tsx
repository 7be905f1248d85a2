'use client';

import { Group, Radio, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import { SearchSelect, type SearchOption } from '#components/ui/search-select.tsx';
import { DescriptionField } from '../description-field.tsx';
import { SensorForm } from '../sensor-form.tsx';
import { install, searchNodes, searchRooms } from './installation-queries.ts';

interface InstallDialogProps {
  /** Chosen already; null: any. */
  readonly node: SearchOption | null;
  readonly room: SearchOption | null;
  readonly onClose: () => void;
}

/** Puts a node into a room, from now or from another moment on; where it is then, it ends. */
export function InstallDialog({ node, room, onClose }: InstallDialogProps) {
  const t = useTranslations('sensorPages');
  const router = useRouter();
  const act = useAct();
  const [nodeId, setNodeId] = useState(node?.value ?? '');
  const [roomId, setRoomId] = useState(room?.value ?? '');
  const [when, setWhen] = useState<'now' | 'then'>('now');
  const [from, setFrom] = useState('');
  const [description, setDescription] = useState('');
  const [isPublic, setPublic] = useState(false);
  const isReady = nodeId !== '' && roomId !== '' && (when === 'now' || from !== '');
  const save = async () => {
    const fromAt = when === 'now' ? null : new Date(from);
    const { id } = await install({ nodeId, roomId, fromAt, description: description.trim(), isPublic });
    notifications.show({ message: t('install.done') });
    router.push(`/sensors/installations/${id}`);
  };
  return (
    <SensorForm
      title={t('install.title')}
      action={t('install.action')}
      size="lg"
      act={act}
      onSave={save}
      onClose={onClose}
      isReady={isReady}
      fieldsShown={when === 'then' ? ['roomId', 'sourceId', 'fromAt'] : ['roomId', 'sourceId']}
    >
      <SearchSelect
        label={t('install.node')}
        isRequired
        queryKey={['sensors', 'nodes', 'choice']}
        search={searchNodes}
        nothingFound={t('install.noNodes')}
        initial={node}
        value={nodeId}
        onChange={setNodeId}
        error={act.fields['sourceId']}
      />
      <SearchSelect
        label={t('install.room')}
        isRequired
        queryKey={['sensors', 'rooms', 'choice']}
        search={searchRooms}
        nothingFound={t('install.noRooms')}
        initial={room}
        value={roomId}
        onChange={setRoomId}
        error={act.fields['roomId']}
      />
      <Radio.Group
        label={t('install.when')}
        description={t('install.whenHint')}
        value={when}
        onChange={(value) => {
          setWhen(value === 'then' ? 'then' : 'now');
        }}
      >
        <Group mt="xs">
          <Radio value="now" label={t('install.now')} />
          <Radio value="then" label={t('install.then')} />
        </Group>
      </Radio.Group>
      {when === 'then' && (
        <TextInput
          type="datetime-local"
          label={t('install.from')}
          required
          value={from}
          error={act.fields['fromAt']}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
          }}
        />
      )}
      <DescriptionField label={t('installation.note')} value={description} onChange={setDescription} />
      <Switch
        label={t('installation.publicLabel')}
        description={t('installation.publicHint')}
        checked={isPublic}
        onChange={(event) => {
          setPublic(event.currentTarget.checked);
        }}
      />
    </SensorForm>
  );
}
