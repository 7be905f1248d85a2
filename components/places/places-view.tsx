'use client';

import { Card, SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { PageHeader } from '#components/ui/page-header.tsx';
import { ExportMenu } from './export-menu.tsx';
import { PlaceList } from './place-list.tsx';
import type { PlacesViewProps } from './places-view-props.ts';
import classes from './places-view.module.css';
import { UnitTree } from './unit-tree.tsx';
import { placePanes, usePlacesAddress } from './use-places-address.ts';
import { VersionSelect } from './version-select.tsx';

/** Where things are: tree and list of one selection, beside each other where there is room. */
export function PlacesView(props: PlacesViewProps) {
  const { version, choices } = props;
  const t = useTranslations('places');
  const address = usePlacesAddress();
  const { search, setSearch, pane } = address;
  const under = search.underIds ?? [];
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
      <SegmentedControl
        className={classes['paneChoice'] ?? ''}
        aria-label={t('panes.label')}
        data={placePanes.map((value) => ({ value, label: t(`panes.${value}`) }))}
        value={pane}
        onChange={(value) => {
          address.setPane(placePanes.find((one) => one === value) ?? 'list');
        }}
      />
      <div className={classes['panes']} data-shown={pane}>
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
                setSearch({ ...search, underIds: under.length === 1 && under[0] === id ? undefined : [id] });
              }}
            />
          </Card>
        </section>
        <section data-pane="list" aria-label={t('panes.list')}>
          <PlaceList key={version.id} {...props} address={address} />
        </section>
      </div>
    </>
  );
}
