'use client';

import { Button, Card, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { UnitTileMapView, type UnitPick } from '#components/map/unit-tile-map-view.tsx';
import type { GeometryAct, GeometryPatch, UnitGeometry } from '#lib/registry/domain/geometry-edit.ts';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import { GeometryPanel } from './geometry-panel.tsx';
import { GeometryTools } from './geometry-tools.tsx';
import { MapLegend } from './map-legend.tsx';
import { fetchUnitGeometry } from './map-queries.ts';
import { siblingsKey, useUnitOverlays } from './unit-overlays.ts';
import classes from './units-map.module.css';
import { useGeometryEdit, type KeptGeometry } from './use-geometry-edit.ts';

export interface UnitMapProps {
  readonly unit: KeptGeometry & {
    readonly id: string;
    readonly name: string;
    readonly versionId: string;
    readonly parentId: string | null;
    readonly typeId: string | null;
    readonly status: UnitStatus;
  };
  readonly mayEdit: boolean;
  /** Saves what changed: `location` [lon, lat, altitude in m] and `shape` (MultiPolygon), null to take one away. */
  readonly onSave: (patch: GeometryPatch) => Promise<unknown>;
  /** Opens another unit. */
  readonly onOpen: (id: string) => void;
  readonly heightPx?: number;
}

/** Where a unit is, among those around it; its point and shape are edited in place, and every step can be undone. */
export function UnitMap({ unit, mayEdit, onSave, onOpen, heightPx = 480 }: UnitMapProps) {
  const t = useTranslations('maps');
  const { edit, act, patch, isChanged, discard, mode, setMode, selected, setSelected } = useGeometryEdit(unit);
  const overlays = useUnitOverlays(unit);
  const parent = useParentShape(unit.parentId);
  const [picked, setPicked] = useState<UnitPick | null>(null);
  const save = useMutation({
    mutationFn: () => onSave(patch),
    onError: ({ message }) => {
      notifications.show({ color: 'red', message });
    },
  });
  const { now } = edit;
  const nameOf = (key: string) => (key === siblingsKey ? t('unit.siblings') : (overlays.typeNames.get(key) ?? key));
  return (
    <Card p={0}>
      {mayEdit && (
        <div className={classes['tools']}>
          <GeometryTools
            edit={edit}
            mode={mode}
            onMode={setMode}
            onAct={act}
            isChanged={isChanged}
            isSaving={save.isPending}
            onSave={() => {
              save.mutate();
            }}
            onDiscard={discard}
          />
        </div>
      )}
      <div className={classes['tools']}>
        <Text size="xs" c="dimmed">
          {t('unit.overlays')}
        </Text>
        <MapLegend entries={overlays.entries} nameOf={nameOf} hidden={overlays.hidden} onHidden={overlays.setHidden} />
      </div>
      <div className={classes['panel']}>
        <UnitTileMapView
          label={t('unit.label', { name: unit.name })}
          height={heightPx}
          bounds={boundsOfGeometry(now) ?? (parent ? boundsOfGeometry(parent) : null) ?? overlays.bounds}
          source={overlays.source}
          colorOf={overlays.colorOf}
          selectedId={unit.id}
          onPick={(pick) => {
            if ((mode === 'look' || mode === 'shape') && (pick.is === 'stack' || pick.id !== unit.id)) setPicked(pick);
          }}
          onError={() => {
            notifications.show({ id: 'map-failed', color: 'red', message: t('failed') });
          }}
          outlines={parent ? [{ id: 'parent', polygons: parent.polygons, color: '--cairn-series-4' }] : []}
          editor={{ sketch: now, mode, selected, onSelect: setSelected, onAct: act }}
          popup={
            picked?.is === 'unit'
              ? {
                  position: picked.position,
                  onClose: () => {
                    setPicked((current) => (current === picked ? null : current));
                  },
                  content: <NeighbourPopup picked={picked} mayEdit={mayEdit} onAct={act} onOpen={onOpen} />,
                }
              : null
          }
        />
        <div className={classes['side']} style={{ maxHeight: heightPx, overflowY: 'auto' }}>
          {mayEdit ? (
            <GeometryPanel sketch={now} selected={selected} onSelect={setSelected} onAct={act} />
          ) : (
            <KeptPosition geometry={now} />
          )}
        </div>
      </div>
    </Card>
  );
}

/** The point in numbers, for who may not change it. */
function KeptPosition({ geometry: { location, polygons } }: { readonly geometry: UnitGeometry }) {
  const t = useTranslations('maps');
  if (!location && polygons.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="sm">
        {t('unit.nothing')}
      </Text>
    );
  }
  return (
    <Stack gap={2} p="sm">
      {location && (
        <Text size="sm">
          {t('edit.latitude')}: {location[1]}
          <br />
          {t('edit.longitude')}: {location[0]}
        </Text>
      )}
    </Stack>
  );
}

/** The shape of the unit above; null while it is read, when it has none, or when the viewer may not see it. */
function useParentShape(parentId: string | null): UnitGeometry | null {
  const { data } = useQuery({
    queryKey: ['units', 'geometry', parentId],
    queryFn: ({ signal }) => fetchUnitGeometry(parentId ?? '', signal),
    enabled: parentId !== null,
    retry: false,
  });
  return data && data.polygons.length > 0 ? data : null;
}

interface NeighbourPopupProps {
  readonly picked: Extract<UnitPick, { readonly is: 'unit' }>;
  readonly mayEdit: boolean;
  readonly onAct: (act: GeometryAct) => void;
  readonly onOpen: (id: string) => void;
}

/** A unit around the one that is edited: the way to its page, and its geometry to be taken over. */
function NeighbourPopup({ picked, mayEdit, onAct, onOpen }: NeighbourPopupProps) {
  const t = useTranslations('maps');
  const { data } = useQuery({
    queryKey: ['units', 'geometry', picked.id],
    queryFn: ({ signal }) => fetchUnitGeometry(picked.id, signal),
    enabled: mayEdit,
  });
  const copy = (geometry: Partial<UnitGeometry>) => {
    onAct({ do: 'replace', geometry });
    notifications.show({ message: t('edit.copied', { name: picked.name }) });
  };
  return (
    <Stack gap={6} miw={160}>
      <Text size="sm" fw={600}>
        {picked.name}
      </Text>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          onOpen(picked.id);
        }}
      >
        {t('open')}
      </Button>
      {data?.location && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            copy({ location: data.location });
          }}
        >
          {t('edit.copyPoint')}
        </Button>
      )}
      {data && data.polygons.length > 0 && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            copy({ polygons: data.polygons });
          }}
        >
          {t('edit.copyShape')}
        </Button>
      )}
      {data && !data.location && data.polygons.length === 0 && <Text size="xs">{t('edit.hasNone')}</Text>}
    </Stack>
  );
}

/** [west, south, east, north] of a geometry; null: there is none. */
function boundsOfGeometry({ location, polygons }: UnitGeometry): readonly [number, number, number, number] | null {
  let box: [number, number, number, number] | null = location
    ? [location[0], location[1], location[0], location[1]]
    : null;
  for (const [lon, lat] of polygons.flat(2)) {
    box = box
      ? [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)]
      : [lon, lat, lon, lat];
  }
  return box;
}
