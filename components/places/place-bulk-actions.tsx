'use client';

import { Button } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconListCheck, IconPencil } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { Selection } from '#components/tables/selection.ts';
import type { BulkSelection } from '#lib/registry/domain/bulk-edit.ts';
import type { UnitChoices } from '#lib/registry/domain/unit-choices.ts';
import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import { BulkEditDialog } from './bulk-edit-dialog.tsx';

interface PlaceBulkActionsProps {
  readonly version: string;
  readonly searches: readonly ColouredSearch[];
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  /** Ids of the rows that are loaded. */
  readonly loadedIds: readonly string[];
  readonly choices: UnitChoices;
  readonly onDone: () => void;
}

/** Buttons of the bar that stands while places are ticked. */
export function PlaceBulkActions(props: PlaceBulkActionsProps) {
  const { version, searches, selection, onSelection, loadedIds, choices, onDone } = props;
  const t = useTranslations('places');
  const edit = () => {
    const id = modals.open({
      title: t('bulk.title'),
      size: 'lg',
      children: (
        <BulkEditDialog
          version={version}
          selection={toBulkSelection(selection, searches)}
          choices={choices}
          onStarted={onDone}
          onClose={() => {
            modals.close(id);
          }}
        />
      ),
    });
  };
  return (
    <>
      {selection.mode === 'all-except' && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconListCheck size={16} />}
          onClick={() => {
            onSelection({ mode: 'only', ids: new Set(loadedIds.filter((one) => !selection.ids.has(one))) });
          }}
        >
          {t('bulk.onlyLoaded', { count: loadedIds.length })}
        </Button>
      )}
      <Button size="xs" variant="light" leftSection={<IconPencil size={16} />} onClick={edit}>
        {t('bulk.edit')}
      </Button>
    </>
  );
}

/** What is ticked, as the server takes it. */
function toBulkSelection(selection: Selection, searches: readonly ColouredSearch[]): BulkSelection {
  const ids = [...selection.ids];
  if (selection.mode === 'only') return { ids };
  return { searches: searches.map(({ color: _color, ...search }) => search), except: ids };
}
