'use client';

import { ActionIcon, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Corner, CornerAddress, GeometryAct, Sketch } from '#lib/registry/domain/geometry-edit.ts';
import { CoordinateInput } from './coordinate-input.tsx';

interface GeometryPanelProps {
  readonly sketch: Sketch;
  readonly selected: CornerAddress | null;
  readonly onSelect: (corner: CornerAddress | null) => void;
  readonly onAct: (act: GeometryAct) => void;
}

const highestM = 100_000;

/** The geometry in numbers: everything that the map lets one do with the mouse, by keyboard. */
export function GeometryPanel(props: GeometryPanelProps) {
  const t = useTranslations('maps');
  const { sketch, onAct } = props;
  const { location, draft } = sketch;
  return (
    <Stack gap="md" p="sm">
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('edit.point')}
        </Text>
        <PointInputs key={String(location === null)} location={location} onAct={onAct} />
        {location && (
          <Group gap="xs" align="end">
            <CoordinateInput
              label={t('edit.altitude')}
              value={location[2]}
              limit={highestM}
              onCommit={(altitudeM) => {
                onAct({ do: 'setAltitude', altitudeM });
              }}
            />
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                onAct({ do: 'removePoint' });
              }}
            >
              {t('edit.removePoint')}
            </Button>
          </Group>
        )}
      </Stack>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('edit.shape')}
        </Text>
        {draft ? <DraftInputs draft={draft} onAct={onAct} /> : <RingInputs {...props} />}
      </Stack>
    </Stack>
  );
}

interface PointInputsProps extends Pick<GeometryPanelProps, 'onAct'> {
  readonly location: Sketch['location'];
}

/** Latitude and longitude of the point; of a unit without one it is set when both are given. */
function PointInputs({ location, onAct }: PointInputsProps) {
  const t = useTranslations('maps');
  const [given, setGiven] = useState<{ readonly lon?: number; readonly lat?: number }>({});
  const give = (part: { readonly lon?: number; readonly lat?: number }) => {
    const all = { lon: location?.[0], lat: location?.[1], ...given, ...part };
    if (all.lon === undefined || all.lat === undefined) setGiven({ ...given, ...part });
    else {
      setGiven({});
      onAct({ do: 'placePoint', at: [all.lon, all.lat] });
    }
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <CoordinateInput
        label={t('edit.latitude')}
        value={location?.[1] ?? given.lat ?? null}
        limit={90}
        onCommit={(lat) => {
          give({ lat });
        }}
      />
      <CoordinateInput
        label={t('edit.longitude')}
        value={location?.[0] ?? given.lon ?? null}
        limit={180}
        onCommit={(lon) => {
          give({ lon });
        }}
      />
    </Group>
  );
}

interface DraftInputsProps extends Pick<GeometryPanelProps, 'onAct'> {
  readonly draft: readonly Corner[];
}

/** Corners of an area that is being drawn; the next one by numbers. */
function DraftInputs({ draft, onAct }: DraftInputsProps) {
  const t = useTranslations('maps');
  const [lat, setLat] = useState<number | null>(null);
  const [lon, setLon] = useState<number | null>(null);
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed">
        {draft.map(([x, y]) => `${y.toFixed(5)}, ${x.toFixed(5)}`).join('; ')}
      </Text>
      <Text size="xs">{t('edit.newCorner')}</Text>
      <Group gap="xs" wrap="nowrap">
        <CoordinateInput label={t('edit.latitude')} value={lat} limit={90} onCommit={setLat} />
        <CoordinateInput label={t('edit.longitude')} value={lon} limit={180} onCommit={setLon} />
      </Group>
      <Button
        size="xs"
        variant="default"
        disabled={lat === null || lon === null}
        onClick={() => {
          if (lat !== null && lon !== null) onAct({ do: 'draw', at: [lon, lat] });
          setLat(null);
          setLon(null);
        }}
      >
        {t('edit.addCorner')}
      </Button>
    </Stack>
  );
}

/** Corners shown before one asks for more. */
const cornersAtFirst = 20;

/** Corners of one ring, with their numbers. */
function RingInputs({ sketch, selected, onSelect, onAct }: GeometryPanelProps) {
  const t = useTranslations('maps');
  const [rows, setRows] = useState(cornersAtFirst);
  const rings = sketch.polygons.flatMap((polygon, place) =>
    polygon.map((corners, ring) => ({
      value: `${String(place)} ${String(ring)}`,
      label: [t('edit.area', { number: place + 1 }), ring > 0 ? t('edit.hole', { number: ring }) : null]
        .filter((part) => part !== null)
        .join(', '),
      place,
      ring,
      corners,
    })),
  );
  const chosen = `${String(selected?.polygon ?? 0)} ${String(selected?.ring ?? 0)}`;
  const shown = rings.find(({ value }) => value === chosen) ?? rings[0];
  if (!shown) return <Text size="xs">–</Text>;
  const { place, ring, corners } = shown;
  const shownRows = Math.max(rows, (selected?.corner ?? 0) + 1);
  return (
    <Stack gap={6}>
      {rings.length > 1 && (
        <Select
          size="xs"
          aria-label={t('edit.shape')}
          allowDeselect={false}
          data={rings.map(({ value, label }) => ({ value, label }))}
          value={shown.value}
          onChange={(value) => {
            const [polygon = 0, inner = 0] = (value ?? '').split(' ').map(Number);
            onSelect({ polygon, ring: inner, corner: 0 });
          }}
        />
      )}
      <Group gap={4} wrap="nowrap" aria-hidden>
        {(['latitude', 'longitude'] as const).map((word) => (
          <Text key={word} size="xs" c="dimmed" style={{ flex: 1 }}>
            {t(`edit.${word}`)}
          </Text>
        ))}
        <span style={{ width: 28 }} />
      </Group>
      {corners.slice(0, shownRows).map((at, corner) => (
        <CornerInputs
          // The n-th corner is the n-th corner, wherever it is.
          key={String(corner)}
          number={corner + 1}
          at={at}
          isSelected={selected?.corner === corner && chosen === shown.value}
          onMove={(to) => {
            onAct({ do: 'moveCorner', corner: { polygon: place, ring, corner }, to });
          }}
          onRemove={() => {
            onAct({ do: 'removeCorner', corner: { polygon: place, ring, corner } });
          }}
        />
      ))}
      {shownRows < corners.length && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => {
            setRows(shownRows * 2);
          }}
        >
          {t('more')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          onAct({ do: 'removePolygon', polygon: place });
        }}
      >
        {t('edit.removeArea')}
      </Button>
    </Stack>
  );
}

interface CornerInputsProps {
  readonly number: number;
  readonly at: Corner;
  readonly isSelected: boolean;
  readonly onMove: (to: Corner) => void;
  readonly onRemove: () => void;
}

function CornerInputs({ number, at: [lon, lat], isSelected, onMove, onRemove }: CornerInputsProps) {
  const t = useTranslations('maps');
  return (
    <Group gap={4} wrap="nowrap" {...(isSelected ? { bg: 'var(--cairn-hover)' } : {})}>
      <CoordinateInput
        isLabelHidden
        label={t('edit.cornerLatitude', { number })}
        value={lat}
        limit={90}
        onCommit={(to) => {
          onMove([lon, to]);
        }}
      />
      <CoordinateInput
        isLabelHidden
        label={t('edit.cornerLongitude', { number })}
        value={lon}
        limit={180}
        onCommit={(to) => {
          onMove([to, lat]);
        }}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={t('edit.removeCorner', { number })} onClick={onRemove}>
        <IconTrash size={16} stroke={1.75} />
      </ActionIcon>
    </Group>
  );
}
