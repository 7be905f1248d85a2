'use client';

import { Button, Kbd, type ButtonProps } from '@mantine/core';
import { IconArrowBackUp, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';

interface CaseButtonProps extends Pick<ButtonProps, 'variant'> {
  readonly onClick: () => void;
  /** The key that does the same. */
  readonly hotkey?: string;
}

/** Reads a case again. */
export function ReplayButton({ label, hotkey, ...props }: CaseButtonProps & { readonly label: string }) {
  return (
    <Button size="xs" leftSection={<IconPlayerPlay size={14} />} rightSection={keyOf(hotkey)} {...props}>
      {label}
    </Button>
  );
}

/** Lets a case be. */
export function DismissButton({ hotkey, ...props }: CaseButtonProps) {
  const t = useTranslations('passive');
  return (
    <Button size="xs" variant="default" leftSection={<IconX size={14} />} rightSection={keyOf(hotkey)} {...props}>
      {t('quarantine.dismiss')}
    </Button>
  );
}

/** Opens a dismissed case again. */
export function ReopenButton({ hotkey, ...props }: CaseButtonProps) {
  const t = useTranslations('passive');
  const look = { leftSection: <IconArrowBackUp size={14} />, rightSection: keyOf(hotkey) };
  return (
    <Button size="xs" variant="default" {...look} {...props}>
      {t('quarantine.reopen')}
    </Button>
  );
}

function keyOf(hotkey: string | undefined) {
  return hotkey === undefined ? undefined : <Kbd size="xs">{hotkey}</Kbd>;
}
