'use client';

import { Button, Group, Modal, Radio, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { SearchSelect, type SearchOption } from '#components/ui/search-select.tsx';
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
  const queries = useQueryClient();
  const act = useAct();
  const [nodeId, setNodeId] = useState(node?.value ?? '');
  const [roomId, setRoomId] = useState(room?.value ?? '');
  const [when, setWhen] = useState<'now' | 'then'>('now');
  const [from, setFrom] = useState('');
  const [description, setDescription] = useState('');
  const [isPublic, setPublic] = useState(false);
  const isReady = nodeId !== '' && roomId !== '' && (when === 'now' || from !== '');
  const submit = async () => {
    const fromAt = when === 'now' ? null : new Date(from);
    const { id } = await install({ nodeId, roomId, fromAt, description: description.trim(), isPublic });
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    notifications.show({ message: t('install.done') });
    onClose();
    router.push(`/sensors/installations/${id}`);
  };
  return (
    <Modal opened onClose={onClose} title={t('install.title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(submit);
        }}
      >
        <Stack>
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
          <Textarea
            label={t('installation.note')}
            maxLength={4000}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => {
              setDescription(event.currentTarget.value);
            }}
          />
          <Switch
            label={t('installation.publicLabel')}
            description={t('installation.publicHint')}
            checked={isPublic}
            onChange={(event) => {
              setPublic(event.currentTarget.checked);
            }}
          />
          <Failure
            act={act}
            fieldsShown={when === 'then' ? ['roomId', 'sourceId', 'fromAt'] : ['roomId', 'sourceId']}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={!isReady} loading={act.isRunning}>
              {t('install.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
