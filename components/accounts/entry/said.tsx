'use client';

import { Alert, Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';

interface SaidProps {
  readonly text: string;
  /** Gray: nothing was done, for this is not open. */
  readonly color?: 'cairn' | 'gray';
}

/** What stands in place of a form that was sent, or that is not open. */
export function Said({ text, color = 'cairn' }: SaidProps) {
  return (
    <Alert color={color} variant="light" role="status">
      {text}
    </Alert>
  );
}

/** The way back to the sign-in. */
export function BackToSignIn() {
  const t = useTranslations('accounts');
  return (
    <Anchor component={Link} href="/sign-in" size="sm">
      {t('forgot.back')}
    </Anchor>
  );
}
