'use client';

import { Card, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { ExportMenu } from './export-menu.tsx';
import { placeHref } from './place-href.ts';
import { MapFilters } from './map-filters.tsx';
import { PlaceList } from './place-list.tsx';
import { PlacesTabs } from './places-tabs.tsx';
import type { PlacesViewProps } from './places-view-props.ts';
import classes from './places-view.module.css';
import { colorOf } from './shown-searches.ts';
import { UnitTree } from './unit-tree.tsx';
import { UnitsMap } from './units-map.tsx';
import { placePanes, usePlacesAddress } from './use-places-address.ts';
import { VersionSelect } from './version-select.tsx';

/** Room for tree and one of list and map; room for all three. As in the style sheet. */
const twoPanes = '(min-width: 75em)';
const threePanes = '(min-width: 120em)';

/** Where things are: tree, list and map of one selection, beside each other where there is room. */
export function PlacesView(props: PlacesViewProps) {
  const { version, choices, canSeeSources } = props;
  const t = useTranslations('places');
  const address = usePlacesAddress();
  const { search, changeSearch, pane } = address;
  const under = search.underIds ?? [];
  const router = useRouter();
  const href = useStudyHref();
  const hasTwoPanes = useMediaQuery(twoPanes, false);
  const hasThreePanes = useMediaQuery(threePanes, false);
  const panes = hasTwoPanes ? placePanes.filter((one) => one !== 'tree') : placePanes;
  const shown = hasTwoPanes && pane === 'tree' ? 'list' : pane;
  return (
    <>
      <PageHeader
        title={t('list.title')}
        description={t('list.description')}
        actions={
          <>
            <VersionSelect versions={choices.versions} value={version.id} />
            <ExportMenu version={version.id} searches={address.searches} />
          </>
        }
      />
      <PlacesTabs canImport={props.canEdit} />
      <SegmentedControl
        className={classes['paneChoice'] ?? ''}
        aria-label={t('panes.label')}
        data={panes.map((value) => ({ value, label: t(`panes.${value}`) }))}
        value={shown}
        onChange={(value) => {
          address.setPane(placePanes.find((one) => one === value) ?? 'list');
        }}
      />
      <div className={classes['panes']} data-shown={shown}>
        <section data-pane="tree" aria-label={t('panes.tree')} className="no-print">
          <Card p="sm">
            <UnitTree
              key={version.id}
              version={version.id}
              treeStatuses={version.treeStatuses}
              label={t('tree.label')}
              selected={under}
              height="calc(100dvh - 17rem)"
              onSelect={({ id }) => {
                changeSearch(({ underIds = [] }) => ({
                  underIds: underIds.length === 1 && underIds[0] === id ? undefined : [id],
                }));
              }}
            />
          </Card>
        </section>
        <section data-pane="list" aria-label={t('panes.list')}>
          <PlaceList key={version.id} {...props} address={address} />
        </section>
        <section data-pane="map" aria-label={t('panes.map')}>
          {shown === 'map' && !hasThreePanes && <MapFilters key={version.id} {...props} address={address} />}
          {(shown === 'map' || hasThreePanes) && (
            <UnitsMap
              versionId={version.id}
              searches={address.searches.map((one, index) => ({ ...one, color: colorOf(one, index) }))}
              onOpen={(id) => {
                router.push(href(placeHref(id)));
              }}
              canSeeSources={canSeeSources}
            />
          )}
        </section>
      </div>
    </>
  );
}
