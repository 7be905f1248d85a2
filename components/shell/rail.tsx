'use client';

import { Badge, ScrollArea } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import type { FrameData } from './frame-data.ts';
import classes from './frame.module.css';
import { Logo } from './logo.tsx';
import { placeOf, places } from './places.ts';
import { useStudyHref } from './use-study-href.ts';
import { useWaiting } from './use-waiting.ts';

/** The doors of the house, with a badge only where something waits for a person. */
export function Rail({ data }: { readonly data: FrameData }) {
  const t = useTranslations('shell');
  const href = useStudyHref();
  const current = placeOf(usePathname());
  const waiting = useWaiting();
  return (
    <ScrollArea h="100%" type="never">
      <nav aria-label={t('frame.navigation')}>
        <Link href={href('/')} className={classes['brand']}>
          <Logo />
          Cairn
        </Link>
        <ul className={classes['places']}>
          {places
            .filter(({ key }) => data.places.includes(key))
            .map(({ key, href: to, icon: Icon, isUnder }) => (
              <li key={key}>
                <Link
                  href={href(to)}
                  className={classes['place']}
                  aria-current={current === key ? 'page' : undefined}
                  data-under={isUnder}
                >
                  <Icon size={18} stroke={1.6} aria-hidden />
                  {t(`places.${key}`)}
                  {key === 'quarantine' && <WaitingBadge waiting={waiting?.quarantined} />}
                  {key === 'alerts' && <WaitingBadge waiting={waiting?.alerts} />}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
    </ScrollArea>
  );
}

function WaitingBadge({
  waiting,
}: {
  readonly waiting: { readonly count: number; readonly isMore: boolean } | undefined;
}) {
  const t = useTranslations('shell');
  if (!waiting || waiting.count === 0) return null;
  const text = waiting.isMore ? `${String(waiting.count)}+` : String(waiting.count);
  return (
    <Badge
      size="sm"
      color="var(--cairn-warn)"
      c="var(--mantine-color-body)"
      variant="filled"
      className={classes['badge'] ?? ''}
      aria-label={t('frame.waiting', { count: text })}
    >
      {text}
    </Badge>
  );
}
