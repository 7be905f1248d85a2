'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { inventorySorts, type ModelRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { useQuantityName } from '../use-quantity-name.ts';
import { actsColumn, nameColumn, textColumn } from './inventory-columns.tsx';
import { fetchModels } from './inventory-queries.ts';
import { InventoryTable, type InitialInventory } from './inventory-table.tsx';
import { ModelForm } from './model-form.tsx';
import { RowActs } from './row-acts.tsx';
import { useEditing } from './use-editing.ts';

interface ModelsViewProps {
  readonly initial: InitialInventory<ModelRow>;
  /** The viewer is an administrator of the installation. */
  readonly canEdit: boolean;
}

/** The models of nodes: what they are called, who makes them, what they measure, and how many there are. */
export function ModelsView({ initial, canEdit }: ModelsViewProps) {
  const { edited, onEdit, onAdd, onClose } = useEditing<ModelRow>(canEdit);
  const columns = useModelColumns(onEdit);
  return (
    <InventoryTable
      part="models"
      columns={columns}
      rowId={({ id }) => id}
      fetchPage={fetchModels}
      initial={initial}
      sorts={inventorySorts.models}
      onAdd={onAdd}
    >
      {edited !== undefined && <ModelForm model={edited} onClose={onClose} />}
    </InventoryTable>
  );
}

function useModelColumns(onEdit: ((model: ModelRow) => void) | null): readonly TableColumn<ModelRow>[] {
  const t = useTranslations('sensorInventory');
  const nameOf = useQuantityName();
  return useMemo((): TableColumn<ModelRow>[] => {
    const measured = ({ quantities }: ModelRow) =>
      quantities.map(({ key, name }) => (name === '' ? nameOf(key) : name)).join(', ');
    return [
      nameColumn({ header: t('models.name'), value: (row) => row.name, sortKey: 'name' }),
      textColumn({
        id: 'trade',
        header: t('models.tradeName'),
        value: (row) => row.tradeName,
        sortKey: 'trade_name',
      }),
      textColumn({
        id: 'manufacturer',
        header: t('models.manufacturer'),
        value: (row) => row.manufacturer,
        sortKey: 'manufacturer',
      }),
      textColumn({
        id: 'type',
        header: t('models.sensorType'),
        value: (row) => row.sensorType,
        sortKey: 'sensor_type',
      }),
      textColumn({ id: 'quantities', header: t('models.quantities'), value: measured, widthPx: 220 }),
      textColumn({ id: 'interval', header: t('models.interval'), value: (row) => row.expectedIntervalS }),
      {
        id: 'nodes',
        header: t('nodes'),
        widthPx: 90,
        align: 'end',
        csv: ({ nodeCount }) => nodeCount,
        cell: ({ id, nodeCount }) => (
          <Anchor component={Link} href={`/sensors?model=${id}`} size="sm">
            {nodeCount}
          </Anchor>
        ),
      },
      ...actsColumn(t('actsHeader'), onEdit, ({ id, name }: ModelRow, edit) => (
        <RowActs part="models" id={id} name={name} onEdit={edit} />
      )),
    ];
  }, [t, nameOf, onEdit]);
}
