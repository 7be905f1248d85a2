'use client';

import { Alert, Button, Card, Group, SegmentedControl, Switch, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsBoolean, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { UnitTileMapView, type UnitPick, type UnitsInView } from '#components/map/unit-tile-map-view.tsx';
import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import type { MapSummary } from '#lib/registry/domain/unit-tile.ts';
import { CommentsDrawer, type DiscussedUnit } from './comments-drawer.tsx';
import { colourings, colourMap, noType, type Colouring } from './map-colours.ts';
import { MapLegend } from './map-legend.tsx';
import { fetchMapSummary } from './map-queries.ts';
import { PickedPopup } from './picked-popup.tsx';
import { UnitsInViewList } from './units-in-view-list.tsx';
import classes from './units-map.module.css';
import { useSourcePoints } from './use-source-points.tsx';

export interface UnitsMapProps {
  readonly versionId: string;
  /** Up to ten; a unit that several find has the colour of the first. */
  readonly searches: readonly ColouredSearch[];
  /** What the colours say before the person chooses. */
  readonly colourBy?: Colouring;
  readonly selectedId?: string | null;
  /** Opens a unit: by the button in its popup, or from the list. */
  readonly onOpen: (id: string) => void;
  /** The viewer may see where sources are. */
  readonly canSeeSources: boolean;
  readonly heightPx?: number;
}

const nothingInView: UnitsInView = { markers: [], shapes: [] };

/** The units that some searches find, on a map: every one of them, with the list beside it that does the same. */
export function UnitsMap(props: UnitsMapProps) {
  const { versionId, searches, selectedId = null, onOpen, canSeeSources, heightPx = 520 } = props;
  const t = useTranslations('maps');
  const router = useRouter();
  const [colouring, setColouring] = useQueryState('colour', parseAsStringLiteral(colourings));
  const [isGathered, setGathered] = useQueryState('gather', parseAsBoolean.withDefault(true));
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [picked, setPicked] = useState<UnitPick | null>(null);
  const [view, setView] = useState(nothingInView);
  const [discussed, setDiscussed] = useState<DiscussedUnit | null>(null);
  const [goTo, setGoTo] = useState<{ readonly position: readonly [number, number]; readonly zoom: number } | null>(
    null,
  );
  const [failures, setFailures] = useState({ round: 0, isFailing: false });
  const sources = useSourcePoints(canSeeSources);
  const by = colouring ?? props.colourBy ?? (searches.length > 1 ? 'search' : 'type');
  const wanted = JSON.stringify(searches);
  const { data: summary } = useQuery({
    queryKey: ['units', 'map-summary', versionId, wanted],
    queryFn: ({ signal }) => fetchMapSummary(versionId, wanted, signal),
    placeholderData: keepPreviousData,
  });
  const { colorOf, legend } = useMemo(() => {
    const parsed = JSON.parse(wanted) as ColouredSearch[];
    return colourMap(summary, by, { searchColors: parsed.map(({ color }) => color ?? null), hidden });
  }, [summary, by, wanted, hidden]);
  const detail = isGathered ? 'clusters' : 'dots';
  const { round } = failures;
  const source = useMemo(
    () => ({ version: versionId, searches: wanted, detail, round }) as const,
    [versionId, wanted, detail, round],
  );
  const without = summary?.kinds.reduce((sum, kind) => sum + kind.withoutPosition, 0) ?? 0;
  const typeNames = new Map(summary?.types.map(({ id, name }) => [id, name]));
  const nameOf = (key: string) => {
    if (by === 'type') return key === noType ? t('noType') : (typeNames.get(key) ?? key);
    return by === 'status' ? t(`statuses.${key as 'NEW'}`) : t('search', { number: Number(key) + 1 });
  };
  return (
    <Card p={0}>
      <div className={classes['tools']}>
        <SegmentedControl
          size="xs"
          aria-label={t('colourBy')}
          value={by}
          onChange={(value) => {
            setHidden(new Set());
            void setColouring(value);
          }}
          data={colourings.map((value) => ({ value, label: t(`colours.${value}`) }))}
        />
        <Switch
          size="xs"
          label={t('clusters')}
          checked={isGathered}
          onChange={({ currentTarget }) => void setGathered(currentTarget.checked)}
        />
        {sources.toggle}
        <MapLegend entries={legend} nameOf={nameOf} hidden={hidden} onHidden={setHidden} />
      </div>
      <Notes summary={summary} without={without} sourcesCut={sources.cut} />
      {failures.isFailing && (
        <Alert color="red" radius={0}>
          <Group justify="space-between">
            {t('failed')}
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setFailures({ round: round + 1, isFailing: false });
              }}
            >
              {t('retry')}
            </Button>
          </Group>
        </Alert>
      )}
      <div className={classes['panel']}>
        <UnitTileMapView
          label={t('label')}
          height={heightPx}
          bounds={summary?.bounds ?? null}
          source={source}
          colorOf={colorOf}
          selectedId={picked?.is === 'unit' ? picked.id : selectedId}
          onPick={setPicked}
          onView={setView}
          onError={() => {
            setFailures((before) => ({ ...before, isFailing: true }));
          }}
          goTo={goTo}
          points={sources.points}
          onPoint={(id) => {
            router.push(`/sources/${id}`);
          }}
          popup={
            picked && {
              position: picked.position,
              onClose: () => {
                setPicked((now) => (now === picked ? null : now));
              },
              content: (
                <PickedPopup
                  picked={picked}
                  typeNames={typeNames}
                  versionId={versionId}
                  onOpen={onOpen}
                  onDiscuss={setDiscussed}
                />
              ),
            }
          }
        />
        <UnitsInViewList
          view={view}
          colorOf={colorOf}
          selectedId={selectedId}
          onOpen={onOpen}
          onGo={(position) => {
            setGoTo({ position, zoom: deeper(view) });
          }}
          heightPx={heightPx}
        />
      </div>
      <CommentsDrawer
        unit={discussed}
        onClose={() => {
          setDiscussed(null);
        }}
      />
    </Card>
  );
}

/** Two zooms nearer than what is in sight. */
function deeper({ markers }: UnitsInView): number {
  return Math.min(19, Number(markers[0]?.key.split('/')[0] ?? 5) + 2);
}

interface NotesProps {
  readonly summary: MapSummary | undefined;
  readonly without: number;
  readonly sourcesCut: string | null;
}

/** What the map does not show, in words. */
function Notes({ summary, without, sourcesCut }: NotesProps) {
  const t = useTranslations('maps');
  const isEmpty = summary?.bounds === null;
  const notes = [
    ...(isEmpty ? [t('empty')] : []),
    ...(!isEmpty && without > 0 ? [t('withoutPosition', { count: without })] : []),
    ...(sourcesCut === null ? [] : [sourcesCut]),
  ];
  if (notes.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" px="sm" py={6}>
      {notes.join(' ')}
    </Text>
  );
}
