'use client';

import { Card } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { MapPoint } from './cluster.ts';
import { MapList } from './map-list.tsx';
import classes from './map-panel.module.css';
import { MapView } from './map-view.tsx';

interface MapPanelProps {
  readonly label: string;
  readonly points: readonly MapPoint[];
  /** Opens the thing at a place; from the map by a second click, from the list by Enter. */
  readonly onOpen: (id: string) => void;
  readonly heightPx?: number;
  readonly empty: ReactNode;
  readonly legend?: readonly { readonly label: string; readonly color: string }[];
  /** One line over the list: what is shown, what is cut. */
  readonly caption?: ReactNode;
}

/** A map with the list beside it that does the same. */
export function MapPanel({ label, points, onOpen, heightPx = 360, empty, legend, caption }: MapPanelProps) {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const select = (id: string) => {
    if (id === selectedId) onOpen(id);
    else setSelectedId(id);
  };
  return (
    <Card p={0} className={classes['panel'] ?? ''}>
      <div className={classes['map']}>
        <MapView
          label={label}
          points={points}
          selectedId={selectedId}
          onSelect={select}
          height={heightPx}
          {...(legend ? { legend } : {})}
        />
      </div>
      <div className={classes['side']}>
        {caption}
        {points.length === 0 ? (
          empty
        ) : (
          <MapList
            label={label}
            points={points}
            maxHeightPx={heightPx - 48}
            selectedId={selectedId}
            onSelect={setSelectedId}
            onOpen={onOpen}
          />
        )}
      </div>
    </Card>
  );
}
