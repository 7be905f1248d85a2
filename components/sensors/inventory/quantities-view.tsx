'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { inventorySorts, type QuantityRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { unitSymbol } from '#lib/sensors/domain/unit-symbol.ts';
import { useQuantityName } from '../use-quantity-name.ts';
import { actsColumn, nameColumn, textColumn } from './inventory-columns.tsx';
import { fetchQuantities } from './inventory-queries.ts';
import { InventoryTable, type InitialInventory } from './inventory-table.tsx';
import { QuantityForm } from './quantity-form.tsx';
import { RowActs } from './row-acts.tsx';
import { useEditing } from './use-editing.ts';

interface QuantitiesViewProps {
  readonly initial: InitialInventory<QuantityRow>;
  /** The viewer is an administrator of the installation. */
  readonly canEdit: boolean;
}

/** What can be measured. */
export function QuantitiesView({ initial, canEdit }: QuantitiesViewProps) {
  const { edited, onEdit, onAdd, onClose } = useEditing<QuantityRow>(canEdit);
  const columns = useQuantityColumns(onEdit);
  return (
    <InventoryTable
      part="quantities"
      columns={columns}
      rowId={({ key }) => key}
      fetchPage={fetchQuantities}
      initial={initial}
      sorts={inventorySorts.quantities}
      onAdd={onAdd}
    >
      {edited !== undefined && <QuantityForm quantity={edited} onClose={onClose} />}
    </InventoryTable>
  );
}

function useQuantityColumns(onEdit: ((quantity: QuantityRow) => void) | null): readonly TableColumn<QuantityRow>[] {
  const t = useTranslations('sensorInventory');
  const nameOf = useQuantityName();
  return useMemo((): TableColumn<QuantityRow>[] => {
    const called = ({ key, name }: QuantityRow) => (name === '' ? nameOf(key) : name);
    return [
      nameColumn({ header: t('quantities.name'), value: called, sortKey: 'quantity' }),
      textColumn({
        id: 'unit',
        header: t('quantities.unit'),
        value: ({ unit, unitName }) => unitName || unitSymbol(unit),
        sortKey: 'base_unit',
      }),
      textColumn({ id: 'key', header: t('quantities.key'), value: (row) => row.key }),
      textColumn({ id: 'ucum', header: t('quantities.ucum'), value: (row) => row.unit, isHiddenAtFirst: true }),
      ...actsColumn(t('actsHeader'), onEdit, (row: QuantityRow, edit) => (
        <RowActs part="quantities" id={row.key} name={called(row)} onEdit={edit} isRemovable={!row.isBuiltIn} />
      )),
    ];
  }, [t, nameOf, onEdit]);
}
