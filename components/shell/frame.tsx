'use client';

import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { usePathname } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { CommandPalette } from './command-palette.tsx';
import type { FrameData } from './frame-data.ts';
import classes from './frame.module.css';
import { Rail } from './rail.tsx';
import { ShortcutsHelp, useShortcuts } from './shortcuts.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame of every page: rail on the left (a drawer on a phone), bar on top, the page itself. */
export function Frame({ data, children }: { readonly data: FrameData; readonly children: ReactNode }) {
  const t = useTranslations('shell');
  const [isDrawerOpen, drawer] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const path = usePathname();
  const closeDrawer = drawer.close;
  useEffect(() => {
    closeDrawer();
  }, [path, closeDrawer]);
  useShortcuts({ places: data.places, onHelp: help.open });
  return (
    <div className={classes['frame']}>
      <a href="#main" className="skip-link">
        {t('frame.skip')}
      </a>
      <div className={classes['rail']}>
        <div className={classes['railContent']}>
          <Rail data={data} />
        </div>
      </div>
      <Drawer
        opened={isDrawerOpen}
        onClose={drawer.close}
        size="17rem"
        padding={0}
        withCloseButton={false}
        title={null}
        attributes={{ content: { 'aria-label': t('frame.navigation') } }}
        hiddenFrom="md"
      >
        <Rail data={data} />
      </Drawer>
      <div className={classes['column']}>
        <TopBar data={data} isDrawerOpen={isDrawerOpen} onDrawer={drawer.toggle} onHelp={help.open} />
        <main id="main" className={classes['main']} tabIndex={-1}>
          {children}
          <StaleNotice />
        </main>
      </div>
      <CommandPalette data={data} onHelp={help.open} />
      <ShortcutsHelp isOpen={isHelpOpen} onClose={help.close} places={data.places} />
    </div>
  );
}
