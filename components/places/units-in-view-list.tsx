'use client';

import { Button, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ColorOf, UnitKind, UnitsInView } from '#components/map/unit-tile-map-view.tsx';
import classes from './units-map.module.css';

interface UnitsInViewListProps {
  readonly view: UnitsInView;
  readonly colorOf: ColorOf;
  readonly selectedId: string | null;
  readonly onOpen: (id: string) => void;
  /** Goes to a cluster. */
  readonly onGo: (position: readonly [number, number]) => void;
  readonly heightPx: number;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
}

/** Rows drawn before one asks for the rest. */
const rowsAtFirst = 100;

/** What is in sight of a map as a list: places by name, then clusters, most first. */
export function UnitsInViewList({ view, colorOf, selectedId, onOpen, onGo, heightPx }: UnitsInViewListProps) {
  const t = useTranslations('maps');
  const [rows, setRows] = useState(rowsAtFirst);
  const named = namedIn(view);
  const clusters = view.markers.filter(({ count }) => count > 1).toSorted((a, b) => b.count - a.count);
  const all =
    view.markers.reduce((sum, { count }) => sum + count, 0) + view.shapes.filter(({ hasPoint }) => !hasPoint).length;
  return (
    <div className={classes['side']}>
      <Text size="xs" c="dimmed" px="md" pt="sm" pb={4} aria-live="polite">
        {t('inViewCount', { count: all })}
      </Text>
      <ScrollArea.Autosize
        mah={heightPx - 40}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('inView') }}
      >
        <ul className={classes['list']}>
          {named.slice(0, rows).map(({ id, name, kind }) => (
            <li key={id}>
              <UnstyledButton
                className={classes['item'] ?? ''}
                data-selected={id === selectedId || undefined}
                onClick={() => {
                  onOpen(id);
                }}
              >
                <span className={classes['swatch']} style={{ background: colorOf(kind) ?? undefined }} aria-hidden />
                <Text size="sm" truncate component="span">
                  {name}
                </Text>
              </UnstyledButton>
            </li>
          ))}
          {clusters.slice(0, Math.max(0, rows - named.length)).map(({ key, position, count, parts }) => (
            <li key={key}>
              <UnstyledButton
                className={classes['item'] ?? ''}
                onClick={() => {
                  onGo(position);
                }}
              >
                <span className={classes['swatch']} style={{ background: parts[0]?.color }} aria-hidden />
                <Text size="sm" c="dimmed" component="span">
                  {t('cluster', { count })}
                </Text>
              </UnstyledButton>
            </li>
          ))}
        </ul>
        {rows < named.length + clusters.length && (
          <Button
            variant="subtle"
            size="xs"
            fullWidth
            onClick={() => {
              setRows(rows * 4);
            }}
          >
            {t('more')}
          </Button>
        )}
      </ScrollArea.Autosize>
    </div>
  );
}

/** Single units and shapes in sight, each once, by name. */
function namedIn({ markers, shapes }: UnitsInView): Named[] {
  const found = new Map<string, Named>();
  for (const shape of shapes) found.set(shape.id, { id: shape.id, name: shape.name, kind: shape });
  for (const { unit } of markers) if (unit) found.set(unit.id, unit);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}
