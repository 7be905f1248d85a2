'use client';

import { Anchor, Group, ScrollArea } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import classes from './settings-nav.module.css';
import type { SettingsPart } from './settings-parts.ts';

/** The parts of the settings a person may enter: links, so that each can be opened in a tab of its own. */
export function SettingsNav({ parts }: { readonly parts: readonly SettingsPart[] }) {
  const t = useTranslations('accounts');
  const current = usePathname().split('/')[2];
  return (
    <ScrollArea type="never" mb="lg" className="no-print">
      <Group component="nav" gap={4} wrap="nowrap" className={classes['nav'] ?? ''} aria-label={t('settings.title')}>
        {parts.map((part) => (
          <Anchor
            key={part}
            component={Link}
            href={`/settings/${part}`}
            className={classes['link'] ?? ''}
            underline="never"
            {...(part === current ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`settings.${part}`)}
          </Anchor>
        ))}
      </Group>
    </ScrollArea>
  );
}
