'use client';

import { Button, Center, Code, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiPost } from '#components/ui/api-client.ts';
import { CopyField } from '../copy-field.tsx';
import { Failure } from '../failure.tsx';
import { QrCode } from '../qr-code.tsx';
import { useAct } from '../use-act.ts';

export interface TotpSetup {
  readonly secret: string;
  readonly uri: string;
}

interface SecondFactorSetupProps {
  readonly setup: TotpSetup;
  readonly onClose: () => void;
}

const confirmedSchema = z.object({ recoveryCodes: z.array(z.string()) });

/** Scan, prove with a first code, keep the recovery codes. */
export function SecondFactorSetup({ setup, onClose }: SecondFactorSetupProps) {
  const t = useTranslations('accounts');
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  return (
    <Modal opened onClose={onClose} title={recoveryCodes ? t('factor.codesTitle') : t('factor.turnOn')} size="md">
      {recoveryCodes ? (
        <RecoveryCodes codes={recoveryCodes} onClose={onClose} />
      ) : (
        <ScanAndProve setup={setup} onProven={setRecoveryCodes} />
      )}
    </Modal>
  );
}

interface ScanProps {
  readonly setup: TotpSetup;
  readonly onProven: (codes: readonly string[]) => void;
}

function ScanAndProve({ setup, onProven }: ScanProps) {
  const t = useTranslations('accounts');
  const [code, setCode] = useState('');
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    await act.run(async () => {
      onProven((await apiPost('account/second-factor/confirm', { code }, confirmedSchema)).recoveryCodes);
    });
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{t('factor.scan')}</Text>
        <Center>
          <QrCode text={setup.uri} label={t('factor.qr')} />
        </Center>
        <CopyField label={t('factor.secret')} value={setup.secret} />
        <TextInput
          label={t('factor.firstCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={10}
          value={code}
          error={act.fields['code']}
          onChange={(event) => {
            setCode(event.currentTarget.value);
          }}
        />
        <Failure act={act} fieldsShown={['code']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning}>
            {t('factor.turnOn')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RecoveryCodes({ codes, onClose }: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  const t = useTranslations('accounts');
  return (
    <Stack>
      <Text size="sm">{t('factor.codesHint')}</Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code} fz="sm" ta="center" py={6}>
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <CopyField label={t('factor.allCodes')} value={codes.join(' ')} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('factor.kept')}</Button>
      </Group>
    </Stack>
  );
}
