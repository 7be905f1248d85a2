'use client';

import { Alert, Button, Stack, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { SourceAlerts } from '#components/alerts/source-alerts.tsx';
import { SourcePeer } from '#components/federation/source-peer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { ExplainedConfiguration } from '#lib/passive/domain/configuration-explanation.ts';
import { viewOfType } from '#lib/passive/domain/views/type-views.ts';
import type { PluginAction } from '#lib/platform/plugins/plugin-hooks.ts';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';
import type { WithingsOfSource } from '#lib/passive/domain/withings/link-state.ts';
import { hourMs } from '#lib/platform/time/zone.ts';
import type { Source } from '#lib/sources/domain/source.ts';
import type { SourceActionsInput } from '../source-bulk-actions.tsx';
import { AttachmentsPanel } from './attachments-panel.tsx';
import { ColdNotice } from './cold-notice.tsx';
import { FidelityPanel } from './fidelity-panel.tsx';
import { LatestPanel } from './latest-panel.tsx';
import { everyType, PointTypeSelect } from './point-type-select.tsx';
import { PointsPanel } from './points-panel.tsx';
import { SourceFacts } from './source-facts.tsx';
import { SourceHeader } from './source-header.tsx';
import classes from './source-view.module.css';
import { TimeBar } from './time-bar.tsx';
import { Timeline } from './timeline.tsx';
import { TypeChart } from './type-chart.tsx';
import { TypeTable } from './type-table.tsx';
import { useShownTime, type KnownTime } from './use-shown-time.ts';
import { VariablePanel } from './variable-panel.tsx';
import { WithingsCard } from './withings-card.tsx';
import { fetchSource, fetchTypes } from './view-queries.ts';

const refreshMs = 60_000;
/** Charts shown before one asks for the rest. */
const chartsAtFirst = 8;

export interface SourceViewProps extends SourceActionsInput {
  readonly source: Source;
  /** Null: the viewer may not see what the source sent. */
  readonly types: readonly SourceType[] | null;
  readonly configuration: ExplainedConfiguration | null;
  /** The participant's Withings account. */
  readonly withings: WithingsOfSource;
  readonly canManage: boolean;
  readonly canConfigure: boolean;
  readonly canExport: boolean;
  readonly canErase: boolean;
  /** What plug-ins add to the menu, and say of the source. */
  readonly pluginActions: readonly PluginAction[];
  readonly pluginNotices: readonly string[];
  /** When the server made the page, Unix milliseconds. */
  readonly nowMs: number;
}

/** One source: is it healthy, and what did it send? */
export function SourceView(props: SourceViewProps) {
  const t = useTranslations('sources');
  const { data: source } = useQuery({
    queryKey: ['sources', 'one', props.source.id],
    queryFn: ({ signal }) => fetchSource(props.source.id, signal),
    initialData: props.source,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  const { data: types } = useQuery({
    queryKey: ['sources', 'types', source.id],
    queryFn: ({ signal }) => fetchTypes(source.id, signal),
    initialData: [...(props.types ?? [])],
    staleTime: refreshMs,
    refetchInterval: refreshMs,
    enabled: props.types !== null,
  });
  return (
    <Stack gap="md">
      <SourceHeader {...props} source={source} typeNames={types.map(({ identifier }) => identifier)} />
      {props.pluginNotices.map((notice) => (
        <Alert key={notice} color="gray">
          {notice}
        </Alert>
      ))}
      <SourcePeer source={source} canAssign={props.canErase} />
      <SourceAlerts source={source} canManage={props.canManage} />
      <SourceFacts
        source={source}
        configuration={props.configuration}
        pointsHref={types.length > 0 ? '#points' : undefined}
      />
      {source.archivedAt === null && <FidelityPanel sourceId={source.id} />}
      <WithingsCard sourceId={source.id} initial={props.withings} />
      {props.types !== null && <ColdNotice types={types} />}
      {props.types === null ? (
        <Alert icon={<IconLock size={18} />} color="gray">
          {t('source.notReadable')}
        </Alert>
      ) : types.length === 0 ? (
        <EmptyState title={t('source.empty')} description={t('source.emptyDescription')} />
      ) : (
        <WhatItSent source={source} types={types} nowMs={props.nowMs} />
      )}
    </Stack>
  );
}

interface WhatItSentProps {
  readonly source: Source;
  readonly types: readonly SourceType[];
  readonly nowMs: number;
}

/** Charts, map and points, all in the same time. */
function WhatItSent({ source, types, nowMs }: WhatItSentProps) {
  const t = useTranslations('passive');
  const control = useShownTime(knownTime(types, nowMs));
  const [chosen, setChosen] = useQueryState('type', parseAsInteger);
  const [isWhole, setWhole] = useState(false);
  const charted = types.toSorted((a, b) => rank(a) - rank(b));
  const shownTypes = isWhole ? charted : charted.slice(0, chartsAtFirst);
  const type = types.find(({ typeId }) => typeId === chosen) ?? types[0];
  const choice = (
    <PointTypeSelect
      types={types}
      value={chosen === everyType ? everyType : (type?.typeId ?? everyType)}
      onChange={(typeId) => void setChosen(typeId)}
    />
  );
  const showPoints = (typeId: number) => {
    void setChosen(typeId);
    document.getElementById('points')?.scrollIntoView({ behavior: 'smooth' });
  };
  return (
    <>
      <div className={classes['bar']}>
        <TimeBar control={control} />
      </div>
      <Timeline sourceId={source.id} types={types} control={control} />
      <div className={classes['charts']}>
        {shownTypes.map((one) => (
          <TypeChart
            key={one.typeId}
            sourceId={source.id}
            sourceName={source.name}
            type={one}
            control={control}
            onPoints={() => {
              showPoints(one.typeId);
            }}
          />
        ))}
      </div>
      {shownTypes.length < charted.length && (
        <Button
          variant="subtle"
          onClick={() => {
            setWhole(true);
          }}
        >
          {t('chart.more', { count: charted.length - shownTypes.length })}
        </Button>
      )}
      <VariablePanel sourceId={source.id} types={types} control={control} />
      <Title order={2}>{t('typeTable.title')}</Title>
      <TypeTable types={types} onPoints={showPoints} />
      {chosen === everyType ? (
        <LatestPanel sourceId={source.id} toolbar={choice} />
      ) : (
        type && <PointsPanel sourceId={source.id} type={type} toolbar={choice} control={control} />
      )}
      <AttachmentsPanel sourceId={source.id} />
    </>
  );
}

/** The map first, then what has a chart of its own, then plain counts; within that, most points first. */
function rank({ identifier, view }: SourceType): number {
  const { kind } = (view ?? viewOfType(identifier)).chart;
  return kind === 'track' ? 0 : kind === 'counts' ? 2 : 1;
}

/** From the first to the newest point; a clock that runs ahead does not take the page into the future. */
function knownTime(types: readonly SourceType[], nowMs: number): KnownTime {
  const firstMs = Math.min(...types.map((type) => type.firstCreatedAt.getTime()));
  const lastMs = Math.max(...types.map((type) => Math.min(type.lastCreatedAt.getTime(), nowMs + hourMs)));
  return { firstMs, lastMs };
}
