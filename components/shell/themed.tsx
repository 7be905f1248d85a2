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
    const closeButtonProps = { 'aria-label': close };
    const notice = { defaultProps: { closeButtonProps } };
    // The head of a dialog is no second banner of the page.
    const dialog = { defaultProps: { closeButtonProps, attributes: { header: { role: 'none' } } } };
    return mergeThemeOverrides(theme, { components: { Notification: notice, Modal: dialog, Drawer: dialog } });
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
