'use client';

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from './api-client.ts';

interface ConfirmOptions {
  readonly title: string;
  /** What will happen, in numbers, and whether it can be undone. */
  readonly message: ReactNode;
  /** The verb on the button ("Dismiss 12 points"). */
  readonly action: string;
  readonly isDestructive?: boolean;
  /** A word the person has to type first; for what cannot be undone. */
  readonly typeToConfirm?: string;
  /** Runs while the button shows progress; when it throws, the dialog stays and says why. */
  readonly onConfirm: () => Promise<unknown>;
}

/** `const confirm = useConfirm(); confirm({…})`: asks before an act that destroys or changes much. */
export function useConfirm(): (options: ConfirmOptions) => void {
  return openConfirm;
}

function openConfirm(options: ConfirmOptions): void {
  const modalId = modals.open({
    title: options.title,
    children: (
      <ConfirmBody
        {...options}
        onClose={() => {
          modals.close(modalId);
        }}
      />
    ),
  });
}

function ConfirmBody({
  message,
  action,
  isDestructive = false,
  typeToConfirm,
  onConfirm,
  onClose,
}: ConfirmOptions & { readonly onClose: () => void }) {
  const t = useTranslations('shell');
  const [typed, setTyped] = useState('');
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async () => {
    setRunning(true);
    setFailure(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : t('ui.unexpected'));
      setRunning(false);
    }
  };
  return (
    <Stack>
      <Text size="sm" component="div">
        {message}
      </Text>
      {typeToConfirm !== undefined && (
        <TextInput
          label={t('ui.typeToConfirm', { word: typeToConfirm })}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
          autoComplete="off"
        />
      )}
      {failure !== null && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {failure}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('ui.cancel')}
        </Button>
        <Button
          {...(isDestructive ? { color: 'red' } : {})}
          loading={isRunning}
          disabled={typeToConfirm !== undefined && typed !== typeToConfirm}
          onClick={() => void run()}
        >
          {action}
        </Button>
      </Group>
    </Stack>
  );
}
