'use client';

import { Badge, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiPost } from '#components/ui/api-client.ts';
import type { Account } from '#lib/accounts/domain/account.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { SecondFactorSetup, type TotpSetup } from './second-factor-setup.tsx';

const setupSchema = z.object({ secret: z.string(), uri: z.string() });

/** Whether a second factor is on; turns it on and off. */
export function SecondFactor({ account }: { readonly account: Account }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const act = useAct();
  const proceed = async (password: string) => {
    const isDone = await act.run(async () => {
      if (account.hasSecondFactor) await apiPost('account/second-factor/disable', { password });
      else setSetup(await apiPost('account/second-factor', { password }, setupSchema));
    });
    if (!isDone) return;
    setAsking(false);
    if (account.hasSecondFactor) router.refresh();
  };
  return (
    <>
      <Group justify="space-between">
        <Group gap="xs">
          <Badge color={account.hasSecondFactor ? 'cairn' : 'gray'}>
            {account.hasSecondFactor ? t('factor.on') : t('factor.off')}
          </Badge>
          {account.hasSecondFactor && (
            <Text size="sm" c="dimmed">
              {t('factor.codesLeft', { count: account.recoveryCodesLeft })}
            </Text>
          )}
        </Group>
        <Button
          variant="default"
          onClick={() => {
            setAsking(true);
          }}
        >
          {account.hasSecondFactor ? t('factor.turnOff') : t('factor.turnOn')}
        </Button>
      </Group>
      <Modal
        opened={isAsking}
        onClose={() => {
          setAsking(false);
        }}
        title={account.hasSecondFactor ? t('factor.turnOff') : t('factor.turnOn')}
      >
        <AskPassword act={act} onPassword={proceed} isRisky={account.hasSecondFactor} />
      </Modal>
      {setup && (
        <SecondFactorSetup
          setup={setup}
          onClose={() => {
            setSetup(null);
            router.refresh();
          }}
        />
      )}
    </>
  );
}

interface AskPasswordProps {
  readonly act: ReturnType<typeof useAct>;
  readonly isRisky: boolean;
  readonly onPassword: (password: string) => Promise<void>;
}

function AskPassword({ act, isRisky, onPassword }: AskPasswordProps) {
  const t = useTranslations('accounts');
  const [password, setPassword] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void onPassword(password);
  };
  return (
    <form method="post" onSubmit={submit}>
      <Stack>
        <PasswordInput
          label={t('password.current')}
          description={isRisky ? t('factor.offWarning') : undefined}
          autoComplete="current-password"
          required
          data-autofocus
          value={password}
          error={act.fields['password']}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
        <Failure act={act} fieldsShown={['password']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning} {...(isRisky ? { color: 'red' } : {})}>
            {isRisky ? t('factor.turnOff') : t('continue')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
