'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { inventorySorts, type ProtocolRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { actsColumn, nameColumn, textColumn } from './inventory-columns.tsx';
import { fetchProtocols } from './inventory-queries.ts';
import { InventoryTable, type InitialInventory } from './inventory-table.tsx';
import { ProtocolForm } from './protocol-form.tsx';
import { RowActs } from './row-acts.tsx';
import { useEditing } from './use-editing.ts';

interface ProtocolsViewProps {
  readonly initial: InitialInventory<ProtocolRow>;
  /** The viewer is an administrator of the installation. */
  readonly canEdit: boolean;
}

/** The protocols that nodes speak, and what reads them. */
export function ProtocolsView({ initial, canEdit }: ProtocolsViewProps) {
  const { edited, onEdit, onAdd, onClose } = useEditing<ProtocolRow>(canEdit);
  const columns = useProtocolColumns(onEdit);
  return (
    <InventoryTable
      part="protocols"
      columns={columns}
      rowId={({ id }) => id}
      fetchPage={fetchProtocols}
      initial={initial}
      sorts={inventorySorts.protocols}
      onAdd={onAdd}
    >
      {edited !== undefined && <ProtocolForm protocol={edited} onClose={onClose} />}
    </InventoryTable>
  );
}

function useProtocolColumns(onEdit: ((protocol: ProtocolRow) => void) | null): readonly TableColumn<ProtocolRow>[] {
  const t = useTranslations('sensorInventory');
  return useMemo(
    (): TableColumn<ProtocolRow>[] => [
      nameColumn({ header: t('protocols.identifier'), value: (row) => row.identifier, sortKey: 'identifier' }),
      textColumn({ id: 'decoder', header: t('protocols.decoder'), value: (row) => row.decoder }),
      textColumn({
        id: 'uplink',
        header: t('protocols.uplink'),
        value: (row) => row.uplinkMessages,
        sortKey: 'num_uplink_msgs',
      }),
      textColumn({
        id: 'downlink',
        header: t('protocols.downlink'),
        value: (row) => row.downlinkMessages,
        sortKey: 'num_downlink_msgs',
      }),
      textColumn({ id: 'nodes', header: t('nodes'), value: (row) => row.nodeCount, widthPx: 90 }),
      ...actsColumn(t('actsHeader'), onEdit, ({ id, identifier }: ProtocolRow, edit) => (
        <RowActs part="protocols" id={id} name={identifier} onEdit={edit} />
      )),
    ],
    [t, onEdit],
  );
}
