'use client';

import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { cssVariablesResolver, theme } from '#components/ui/theme.ts';

interface ThemedProps {
  /** Of this document's content security policy. */
  readonly nonce: string;
  readonly children: ReactNode;
}

/** The theme, with a name in the reader's language for every cross that closes something. */
export function Themed({ nonce, children }: ThemedProps) {
  const t = useTranslations('shell');
  const close = t('ui.close');
  const named = useMemo(() => {
    const closes = { defaultProps: { closeButtonProps: { 'aria-label': close } } };
    return mergeThemeOverrides(theme, { components: { Notification: closes, Modal: closes, Drawer: closes } });
  }, [close]);
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  );
}
