import { ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { useVirtualList } from '#components/tables/use-virtual-list.ts';
import type { MapPoint } from './cluster.ts';
import classes from './map-panel.module.css';

interface MapListProps {
  readonly label: string;
  readonly points: readonly MapPoint[];
  readonly maxHeightPx: number;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** As `.item` has it. */
const lineHeightPx = 50;

/** The points of a map as a list; of thousands only those in sight are in the document. */
export function MapList({ label, points, maxHeightPx, selectedId, onSelect, onOpen }: MapListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, totalPx } = useVirtualList({
    count: points.length,
    scroller,
    lineHeightPx,
    keyOf: (index) => points[index]?.id ?? index,
  });
  return (
    <ScrollArea.Autosize
      mah={maxHeightPx}
      viewportRef={scroller}
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}
    >
      <ul className={classes['list']} style={{ height: totalPx }}>
        {lines.map(({ index, topPx }) => {
          const point = points[index];
          return (
            point && (
              <li key={point.id} style={{ top: topPx }} aria-setsize={points.length} aria-posinset={index + 1}>
                <UnstyledButton
                  className={classes['item'] ?? ''}
                  data-selected={point.id === selectedId || undefined}
                  onClick={() => {
                    onOpen(point.id);
                  }}
                  onFocus={() => {
                    onSelect(point.id);
                  }}
                  onMouseEnter={() => {
                    onSelect(point.id);
                  }}
                >
                  <span
                    className={classes['swatch']}
                    style={{ background: point.color ?? 'var(--cairn-series-1)' }}
                    aria-hidden
                  />
                  <span>
                    <Text size="sm" fw={500} truncate component="span" display="block">
                      {point.label}
                    </Text>
                    {point.detail !== undefined && (
                      <Text size="xs" c="dimmed" truncate component="span" display="block">
                        {point.detail}
                      </Text>
                    )}
                  </span>
                </UnstyledButton>
              </li>
            )
          );
        })}
      </ul>
    </ScrollArea.Autosize>
  );
}
