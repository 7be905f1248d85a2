'use client';

import { ActionIcon, Burger, Kbd, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { AccountMenu } from './account-menu.tsx';
import type { FrameData } from './frame-data.ts';
import classes from './frame.module.css';
import { RunningTasks } from './running-tasks.tsx';
import { StudySwitcher } from './study-switcher.tsx';

interface TopBarProps {
  readonly data: FrameData;
  readonly isDrawerOpen: boolean;
  readonly onDrawer: () => void;
  readonly onHelp: () => void;
}

/** Whose data, search, what runs, and who one is. */
export function TopBar({ data, isDrawerOpen, onDrawer, onHelp }: TopBarProps) {
  const t = useTranslations('shell');
  return (
    <header className={classes['bar']}>
      <Burger opened={isDrawerOpen} onClick={onDrawer} hiddenFrom="md" size="sm" aria-label={t('frame.navigation')} />
      <StudySwitcher data={data} />
      <UnstyledButton
        className={classes['search'] ?? ''}
        onClick={() => {
          spotlight.open();
        }}
      >
        <VisuallyHidden>{t('palette.open')}</VisuallyHidden>
        <IconSearch size={16} aria-hidden />
        <span className={classes['searchLabel']} aria-hidden>
          {t('palette.open')}
        </span>
        <Kbd size="xs" aria-hidden>
          Ctrl K
        </Kbd>
      </UnstyledButton>
      {data.places.includes('tasks') && <RunningTasks />}
      <Tooltip label={t('shortcuts.title')}>
        <ActionIcon size="lg" visibleFrom="sm" aria-label={t('shortcuts.title')} onClick={onHelp}>
          <IconKeyboard size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <AccountMenu data={data} />
    </header>
  );
}
