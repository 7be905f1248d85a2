'use client';

import { Drawer, type DrawerProps } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRef } from 'react';

/** A drawer over which dialogs may open: Escape closes what one is in, and leaves the drawer below it open. */
export function SideDrawer({ opened, onClose, children, ...others }: DrawerProps) {
  const root = useRef<HTMLDivElement>(null);
  useWindowEvent(
    'keydown',
    ({ key, isComposing, target }) => {
      if (!opened || key !== 'Escape' || isComposing || !(target instanceof Element)) return;
      // An open list of choices takes the key for itself, and says so in the way of its library.
      if (target.getAttribute('data-mantine-stop-propagation') === 'true') return;
      const dialog = target.closest('[role="dialog"]');
      if (dialog === null || root.current?.contains(dialog) === true) onClose();
    },
    { capture: true },
  );
  return (
    <Drawer ref={root} opened={opened} onClose={onClose} closeOnEscape={false} {...others}>
      {children}
    </Drawer>
  );
}
