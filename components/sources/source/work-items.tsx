'use client';

import { Menu } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconArrowsJoin2, IconArrowsSplit2, IconEraser, IconServer } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { GiveDialog } from '#components/federation/give-dialog.tsx';
import type { Source } from '#lib/sources/domain/source.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { SplitDialog } from './split-dialog.tsx';

interface WorkItemsProps {
  readonly source: Source;
  readonly types: readonly string[];
}

/** Menu entries for what changes a source as a whole, each with its dialog. */
export function WorkItems({ source, types }: WorkItemsProps) {
  const t = useTranslations('sourceWork');
  const federation = useTranslations('federation');
  const open = (title: string, content: (onClose: () => void) => ReactNode) => {
    const id = modals.open({
      title,
      size: 'lg',
      children: content(() => {
        modals.close(id);
      }),
    });
  };
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowsJoin2 size={16} />}
        onClick={() => {
          open(t('merge.title'), (onClose) => <MergeDialog source={source} onClose={onClose} />);
        }}
      >
        {t('menu.merge')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowsSplit2 size={16} />}
        onClick={() => {
          open(t('split.title'), (onClose) => <SplitDialog source={source} types={types} onClose={onClose} />);
        }}
      >
        {t('menu.split')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconServer size={16} />}
        onClick={() => {
          open(federation('source.dialogTitle'), (onClose) => <GiveDialog source={source} onClose={onClose} />);
        }}
      >
        {federation('source.menu')}
      </Menu.Item>
      <Menu.Item
        color="red"
        leftSection={<IconEraser size={16} />}
        onClick={() => {
          open(t('erase.title'), (onClose) => <EraseDialog source={source} onClose={onClose} />);
        }}
      >
        {t('menu.erase')}
      </Menu.Item>
    </>
  );
}
