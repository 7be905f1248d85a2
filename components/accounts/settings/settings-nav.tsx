'use client';

import { Anchor, Group, ScrollArea } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import classes from './settings-nav.module.css';
import type { SettingsPart } from './settings-parts.ts';

/** How much of the part before the current one stays in sight, px. */
const neighbourPx = 72;

/** The parts of the settings a person may enter: links, so that each can be opened in a tab of its own. */
export function SettingsNav({ parts }: { readonly parts: readonly SettingsPart[] }) {
  const t = useTranslations('accounts');
  const current = usePathname().split('/')[2];
  const viewport = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the line is longer than the window: the part one is in comes into sight, with a piece of its neighbour.
    const link = viewport.current?.querySelector<HTMLElement>('[aria-current]');
    if (link) viewport.current?.scrollTo({ left: link.offsetLeft - neighbourPx });
  }, [current]);
  return (
    <ScrollArea type="never" mb="lg" className="no-print" viewportRef={viewport}>
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
