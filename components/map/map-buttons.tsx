'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCurrentLocation, IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import { DomEvent, type LatLngBoundsLiteral } from 'leaflet';
import { useEffect, useRef, useState } from 'react';
import { CircleMarker, useMap, useMapEvents } from 'react-leaflet';
import { useTranslations } from 'use-intl/react';
import { BaseMapMenu } from './base-map-menu.tsx';
import { dataPadding } from './lon-lat.ts';
import classes from './map.module.css';
import { tokenColor } from './token-color.ts';

interface MapButtonsProps {
  readonly bounds: LatLngBoundsLiteral;
  readonly maxZoom: number;
}

/** Closer, farther, back to the data, and where I am. */
export function MapButtons({ bounds, maxZoom }: MapButtonsProps) {
  const t = useTranslations('shell');
  const map = useMap();
  const box = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState<[number, number] | null>(null);
  useMapEvents({
    locationfound: ({ latlng }) => {
      setHere([latlng.lat, latlng.lng]);
    },
  });
  useEffect(() => {
    if (!box.current) return;
    // Clicks on the buttons are not clicks on the map.
    DomEvent.disableClickPropagation(box.current);
    DomEvent.disableScrollPropagation(box.current);
  }, []);
  const buttons = [
    { label: t('map.zoomIn'), icon: IconPlus, run: () => map.zoomIn() },
    { label: t('map.zoomOut'), icon: IconMinus, run: () => map.zoomOut() },
    {
      label: t('map.toData'),
      icon: IconFocusCentered,
      run: () => map.fitBounds(bounds, { ...dataPadding, maxZoom }),
    },
    { label: t('map.locate'), icon: IconCurrentLocation, run: () => map.locate({ setView: true, maxZoom: 14 }) },
  ];
  return (
    <>
      <div ref={box} className={classes['buttons']} data-over-map>
        {buttons.map(({ label, icon: ButtonIcon, run }) => (
          <Tooltip key={label} label={label} position="left">
            <ActionIcon variant="default" size={32} aria-label={label} onClick={() => void run()}>
              <ButtonIcon size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ))}
        <BaseMapMenu />
      </div>
      {here && (
        <CircleMarker
          center={here}
          radius={7}
          pathOptions={{ color: '#ffffff', weight: 2, fillColor: tokenColor('--cairn-series-3'), fillOpacity: 1 }}
          interactive={false}
        />
      )}
    </>
  );
}
