'use client';

import { SimpleGrid } from '@mantine/core';
import { IconAlertTriangle, IconGauge, IconHourglass, IconInbox } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { CountLink } from '#components/ui/count-link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { NowData } from './system-data.ts';

/** The four numbers of the machine at this moment; each leads to what it sums up, further down on the page or elsewhere. */
export function NowCards({ now }: { readonly now: NowData }) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const href = useStudyHref();
  const { waiting, lastDay, lastHour } = now;
  return (
    <SimpleGrid cols={{ base: 2, lg: 4 }} spacing={{ base: 'sm', sm: 'md' }}>
      <CountLink
        label={t('system.receivedDay')}
        count={lastDay.bundlesReceived}
        href="#bundles"
        icon={<IconInbox size={18} stroke={1.6} />}
        hint={t('system.receivedHour', { count: lastHour.bundlesReceived })}
      />
      <CountLink
        label={t('system.waiting')}
        count={waiting.count}
        href="#queue"
        icon={<IconHourglass size={18} stroke={1.6} />}
        tone={waiting.oldestAtMs !== null && now.atMs - waiting.oldestAtMs > 300_000 ? 'attention' : 'plain'}
        hint={
          waiting.oldestAtMs === null ? (
            t('system.waitingNone')
          ) : (
            <>
              {t('system.oldest')} <RelativeTime at={new Date(waiting.oldestAtMs)} />
            </>
          )
        }
      />
      <CountLink
        label={t('system.failedDay')}
        count={lastDay.bundlesFailed}
        href={href('/quarantine')}
        icon={<IconAlertTriangle size={18} stroke={1.6} />}
        tone="bad"
        hint={t('system.quarantinedDay', { count: lastDay.pointsQuarantined })}
      />
      <CountLink
        label={t('system.pointsPerMinute')}
        count={now.pointsPerMinute}
        href="#points"
        icon={<IconGauge size={18} stroke={1.6} />}
        hint={t('system.pointsDay', { count: format.number(lastDay.pointsAdded) })}
      />
    </SimpleGrid>
  );
}
