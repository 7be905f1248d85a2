'use client';

import { Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { type AddressRow, inventorySorts } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { AddressForm } from './address-form.tsx';
import { actsColumn, textColumn } from './inventory-columns.tsx';
import { addressLine, fetchAddresses } from './inventory-queries.ts';
import { InventoryTable, type InitialInventory } from './inventory-table.tsx';
import { RowActs } from './row-acts.tsx';
import { useEditing } from './use-editing.ts';

interface AddressesViewProps {
  readonly initial: InitialInventory<AddressRow>;
  readonly canEdit: boolean;
}

/** The addresses of the organization and which sites have them. */
export function AddressesView({ initial, canEdit }: AddressesViewProps) {
  const { edited, onEdit, onAdd, onClose } = useEditing<AddressRow>(canEdit);
  const columns = useAddressColumns(onEdit);
  return (
    <InventoryTable
      part="addresses"
      columns={columns}
      rowId={({ id }) => id}
      fetchPage={fetchAddresses}
      initial={initial}
      sorts={inventorySorts.addresses}
      onAdd={onAdd}
    >
      {edited !== undefined && <AddressForm address={edited} onClose={onClose} />}
    </InventoryTable>
  );
}

function useAddressColumns(onEdit: ((address: AddressRow) => void) | null): readonly TableColumn<AddressRow>[] {
  const t = useTranslations('sensorInventory');
  return useMemo((): TableColumn<AddressRow>[] => {
    const street = ({ street1, street2 }: AddressRow) => [street1, street2].filter(Boolean).join(', ');
    return [
      {
        ...textColumn<AddressRow>({ id: 'street', header: t('addresses.street1'), value: street, sortKey: 'street1' }),
        isFixed: true,
        widthPx: 210,
      },
      textColumn({ id: 'zip', header: t('addresses.zip'), value: (row) => row.zip, sortKey: 'zip', widthPx: 90 }),
      textColumn({ id: 'city', header: t('addresses.city'), value: (row) => row.city, sortKey: 'city' }),
      textColumn({
        id: 'country',
        header: t('addresses.country'),
        value: (row) => row.country,
        sortKey: 'country',
        widthPx: 90,
      }),
      textColumn({
        id: 'position',
        header: t('addresses.position'),
        value: ({ latitude, longitude }) =>
          latitude === null || longitude === null ? null : `${String(latitude)}, ${String(longitude)}`,
      }),
      {
        id: 'sites',
        header: t('addresses.sites'),
        widthPx: 220,
        csv: ({ sites }) => sites.map(({ name }) => name).join(', '),
        cell: ({ sites }) =>
          sites.length === 0 ? (
            <Text size="sm">–</Text>
          ) : (
            <Group gap={8} wrap="nowrap" miw={0}>
              {sites.map(({ id, name }) => (
                <Anchor key={id} component={Link} href={`/sensors/sites/${id}`} size="sm" truncate>
                  {name}
                </Anchor>
              ))}
            </Group>
          ),
      },
      ...actsColumn(t('actsHeader'), onEdit, (row: AddressRow, edit) => (
        <RowActs
          part="addresses"
          id={row.id}
          name={addressLine(row)}
          onEdit={edit}
          isRemovable={row.sites.length === 0}
        />
      )),
    ];
  }, [t, onEdit]);
}
