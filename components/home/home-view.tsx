'use client';

import { Alert, Button, Card, Grid, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconBell, IconHourglass, IconInbox, IconMoonStars } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { apiGet } from '#components/ui/api-client.ts';
import { CountLink } from '#components/ui/count-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { ChangesCard } from './changes-card.tsx';
import type { PluginAction } from '#lib/platform/plugins/plugin-hooks.ts';
import { homeSchema, type HomeData } from './home-data.ts';
import { IntakeCard } from './intake-card.tsx';
import { PlacesCard } from './places-card.tsx';

interface HomeViewProps {
  readonly initial: HomeData;
  readonly viewerName: string;
  /** The viewer may look at System. */
  readonly canSeeHealth: boolean;
  /** What plug-ins add and say. */
  readonly pluginActions: readonly PluginAction[];
  readonly pluginNotices: readonly string[];
}

/** "Is my data coming in, from everyone, and is anything wrong?" at one glance; renews itself every half minute. */
export function HomeView({ initial, viewerName, canSeeHealth, pluginActions, pluginNotices }: HomeViewProps) {
  const t = useTranslations('shell');
  const study = useStudyKey();
  const { data } = useQuery({
    queryKey: ['home', 'overview', study],
    queryFn: ({ signal }) => apiGet('home', homeSchema, { query: { study }, signal }),
    initialData: initial,
    refetchInterval: 30_000,
  });
  const firstName = viewerName.split(' ')[0] ?? '';
  return (
    <>
      <PageHeader
        title={firstName ? t('home.hello', { name: firstName }) : t('places.home')}
        description={t('home.description')}
        actions={pluginActions.map(({ title, href }) => (
          <Button key={`${title} ${href}`} component="a" href={href} variant="default">
            {title}
          </Button>
        ))}
      />
      {pluginNotices.map((notice) => (
        <Alert key={notice} color="gray" mb="md">
          {notice}
        </Alert>
      ))}
      {seesNothing(data) ? (
        <NothingToSee />
      ) : data.sources?.all === 0 ? (
        <NoSourcesYet />
      ) : (
        <Overview data={data} canSeeHealth={canSeeHealth} />
      )}
    </>
  );
}

/** A role that does not include looking at data: every part of Home is closed to it. */
function seesNothing({ sources, quarantined, places }: HomeData): boolean {
  return sources === null && quarantined === null && places === null;
}

function NothingToSee() {
  const t = useTranslations('shell');
  return (
    <Card>
      <EmptyState
        title={t('home.blindTitle')}
        description={t('home.blindText')}
        action={{ label: t('home.blindAction'), href: '/settings/organization' }}
      />
    </Card>
  );
}

function NoSourcesYet() {
  const t = useTranslations('shell');
  return (
    <Card>
      <EmptyState
        title={t('home.emptyTitle')}
        description={t('home.emptyText')}
        action={{ label: t('home.emptyAction'), href: '/settings/studies' }}
      />
    </Card>
  );
}

interface OverviewProps extends Pick<HomeViewProps, 'canSeeHealth'> {
  readonly data: HomeData;
}

function Overview({ data, canSeeHealth }: OverviewProps) {
  const { places, changes } = data;
  return (
    <Stack gap="md">
      <Counts data={data} canSeeHealth={canSeeHealth} />
      {data.intake && <IntakeCard strips={data.strips} intake={data.intake} />}
      <Grid gap="md">
        {places && (
          <Grid.Col span={{ base: 12, lg: changes ? 8 : 12 }}>
            <PlacesCard places={places} />
          </Grid.Col>
        )}
        {changes && data.intake && (
          <Grid.Col span={{ base: 12, lg: places ? 4 : 12 }}>
            <ChangesCard changes={changes} intake={data.intake} canSeeHealth={canSeeHealth} />
          </Grid.Col>
        )}
      </Grid>
    </Stack>
  );
}

function Counts({ data: { intake, waiting, quarantined, alerts, sources }, canSeeHealth }: OverviewProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const href = useStudyHref();
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, xl: 5 }} spacing={{ base: 'sm', sm: 'md' }}>
      {intake && (
        <CountLink
          label={t('home.received')}
          count={intake.last.bundlesReceived}
          href={canSeeHealth ? href('/system') : null}
          icon={<IconInbox size={18} stroke={1.6} />}
          hint={t('home.receivedHint', { count: format.number(intake.last.pointsAdded, { notation: 'compact' }) })}
        />
      )}
      {waiting && (
        <CountLink
          label={t('home.waiting')}
          count={waiting.count}
          href={canSeeHealth ? href('/system') : null}
          icon={<IconHourglass size={18} stroke={1.6} />}
          hint={waiting.oldestAt === null ? t('home.waitingNone') : <OldestSince at={waiting.oldestAt} />}
        />
      )}
      {quarantined && (
        <CountLink
          label={t('home.quarantined')}
          count={quarantined.count}
          href={href('/quarantine')}
          icon={<IconAlertCircle size={18} stroke={1.6} />}
          tone="attention"
          hint={quarantined.count === 0 ? t('home.quarantinedNone') : t('home.quarantinedHint')}
        />
      )}
      {alerts && (
        <CountLink
          label={t('home.alerts')}
          count={alerts.waiting}
          href={href('/alerts')}
          icon={<IconBell size={18} stroke={1.6} />}
          tone={alerts.critical > 0 ? 'bad' : 'attention'}
          hint={
            alerts.all === 0
              ? t('home.alertsNone')
              : t('home.alertsHint', { critical: alerts.critical, all: alerts.all })
          }
        />
      )}
      {sources && (
        <CountLink
          label={t('home.silent')}
          count={sources.silent}
          href={href('/sources?state=silent')}
          icon={<IconMoonStars size={18} stroke={1.6} />}
          tone="attention"
          hint={t('home.silentHint', { active: sources.active, all: sources.all })}
        />
      )}
    </SimpleGrid>
  );
}

function OldestSince({ at }: { readonly at: string }) {
  const t = useTranslations('shell');
  return (
    <Text size="xs" component="span">
      {t('home.waitingSince')} <RelativeTime at={at} />
    </Text>
  );
}
