'use client';

import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { StudyView } from '#lib/accounts/domain/study.ts';
import { CopyField } from '../copy-field.tsx';
import { Failure } from '../failure.tsx';
import { useStudyChange } from './use-study-change.ts';

const fleetKeysSchema = z.object({ devicePrivateKey: z.string() });

/** The server's public key for the devices, and the devices' public key for the server. */
export function StudyKeys({ study }: { readonly study: StudyView }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const confirm = useConfirm();
  const { act, save } = useStudyChange(study.id);
  const [clientKey, setClientKey] = useState(study.clientPublicKey ?? '');
  const [deviceKey, setDeviceKey] = useState<string | null>(null);
  const renew = async () => {
    const { devicePrivateKey } = await apiPost(`studies/${study.id}/fleet-keys`, {}, fleetKeysSchema);
    setDeviceKey(devicePrivateKey);
    router.refresh();
  };
  const askAndRenew = () => {
    if (study.clientPublicKey === null) {
      void act.run(renew);
      return;
    }
    confirm({
      title: t('keys.renew'),
      message: t('keys.renewMessage'),
      action: t('keys.renew'),
      isDestructive: true,
      onConfirm: renew,
    });
  };
  return (
    <Stack>
      {study.serverPublicKey !== null && <CopyField label={t('keys.server')} value={study.serverPublicKey} />}
      <TextInput
        key={study.clientPublicKey}
        label={t('keys.client')}
        description={t('keys.clientHint')}
        value={clientKey}
        error={act.fields['clientPublicKey']}
        onChange={(event) => {
          setClientKey(event.currentTarget.value);
        }}
      />
      <Failure act={act} fieldsShown={['clientPublicKey']} />
      <Group>
        <Button
          loading={act.isRunning}
          onClick={() => void save({ clientPublicKey: clientKey.trim() === '' ? null : clientKey.trim() })}
        >
          {t('save')}
        </Button>
        <Button variant="default" onClick={askAndRenew}>
          {t('keys.renew')}
        </Button>
      </Group>
      <Modal
        opened={deviceKey !== null}
        onClose={() => {
          setDeviceKey(null);
        }}
        title={t('keys.deviceTitle')}
        closeOnClickOutside={false}
      >
        <Stack>
          <Alert color="yellow" variant="light">
            {t('keys.once')}
          </Alert>
          <Text size="sm">{t('keys.deviceHint')}</Text>
          <CopyField label="device-key" value={deviceKey ?? ''} />
        </Stack>
      </Modal>
    </Stack>
  );
}
