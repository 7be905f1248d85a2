'use client';

import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { ChildrenPanel } from './children-panel.tsx';
import { CommentsPanel } from './comments-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { ImagesPanel } from './images-panel.tsx';
import { MapPanel } from './map-panel.tsx';
import { fetchUnit, placeKey } from './place-data.ts';
import { PlaceHeader } from './place-header.tsx';
import classes from './place.module.css';
import type { FormChoices } from './unit-form.tsx';

const tabs = ['facts', 'map', 'children', 'history', 'images', 'comments'] as const;

interface PlaceViewProps {
  readonly unit: Unit;
  readonly choices: FormChoices;
}

/** One place: what is known of it, and who said so. */
export function PlaceView({ unit: initial, choices }: PlaceViewProps) {
  const t = useTranslations('place');
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('facts'));
  const { data: unit, refetch } = useQuery({
    queryKey: placeKey(initial.id),
    queryFn: ({ signal }) => fetchUnit(initial.id, signal),
    initialData: initial,
    staleTime: 60_000,
  });
  const reload = () => refetch();
  const panels = {
    facts: <FactsPanel unit={unit} choices={choices} onReload={reload} />,
    map: <MapPanel unit={unit} />,
    children: <ChildrenPanel unit={unit} choices={choices} />,
    history: <HistoryPanel unit={unit} />,
    images: <ImagesPanel unit={unit} />,
    comments: <CommentsPanel unitId={unit.id} />,
  };
  return (
    <>
      <PlaceHeader unit={unit} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(chosen) => void setTab(tabs.find((one) => one === chosen) ?? 'facts')}
      >
        <Tabs.List mb="md" className={classes['tabs'] ?? ''}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tabs.${one}`, { count: unit.childCount })}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one} value={one}>
            {panels[one]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
