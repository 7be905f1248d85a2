'use client';

import { Anchor, Group, ScrollArea } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import classes from './nav-line.module.css';

/** How much of the part before the current one stays in sight, px. */
const neighbourPx = 72;

export interface NavPart {
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

/** Pages that stand beside one another, as a line of links: each can be opened in a tab of its own. */
export function NavLine({ label, parts }: { readonly label: string; readonly parts: readonly NavPart[] }) {
  const viewport = useRef<HTMLDivElement>(null);
  const current = parts.find(({ isCurrent }) => isCurrent)?.href;
  useEffect(() => {
    // On a phone the line is longer than the window: the part one is in comes into sight, with a piece of its neighbour.
    const link = viewport.current?.querySelector<HTMLElement>('[aria-current]');
    if (link) viewport.current?.scrollTo({ left: link.offsetLeft - neighbourPx });
  }, [current]);
  return (
    <ScrollArea type="never" mb="lg" className="no-print" viewportRef={viewport}>
      <Group component="nav" gap={4} wrap="nowrap" className={classes['nav'] ?? ''} aria-label={label}>
        {parts.map(({ href, label: name, isCurrent }) => (
          <Anchor
            key={href}
            component={Link}
            href={href}
            className={classes['link'] ?? ''}
            underline="never"
            {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
          >
            {name}
          </Anchor>
        ))}
      </Group>
    </ScrollArea>
  );
}
