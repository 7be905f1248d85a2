'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import type { InventoryPart } from './inventory-parts.ts';
import type { FetchInventory, InventoryPage, InventoryWish } from './inventory-queries.ts';

/** What the server found for the address the page was opened with. */
export interface InitialInventory<Row> {
  readonly wish: InventoryWish;
  readonly page: InventoryPage<Row>;
}

interface InventoryTableProps<Row extends object> {
  readonly part: InventoryPart;
  readonly columns: readonly TableColumn<Row>[];
  readonly rowId: (row: Row) => string;
  readonly fetchPage: FetchInventory<Row>;
  readonly initial: InitialInventory<Row>;
  /** Names that the list can be sorted by, the usual one first; none: it has one order. */
  readonly sorts: readonly string[];
  readonly onOpen?: (row: Row) => void;
  /** Absent: the viewer adds nothing. */
  readonly onAdd?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** One list of the inventory: searched, sorted and paged by the server, its wish kept in the address. */
export function InventoryTable<Row extends object>(props: InventoryTableProps<Row>) {
  const { part, columns, rowId, fetchPage, initial, sorts, onOpen, onAdd, children } = props;
  const t = useTranslations('sensorInventory');
  const { wish, setValues } = useInventoryWish(sorts);
  const list = usePagedList({
    queryKey: ['sensors', 'inventory', part, wish],
    fetchPage: (cursor, signal) => fetchPage(wish, cursor, signal),
    initial: JSON.stringify(wish) === JSON.stringify(initial.wish) ? initial.page : undefined,
  });
  const [usual] = sorts;
  const addable = onAdd ? { label: t(`${part}.add`), onClick: onAdd } : null;
  return (
    <>
      <DataTable
        name={`sensor-${part}`}
        label={t(`${part}.title`)}
        columns={columns}
        {...tableProps(list)}
        rowId={rowId}
        {...(onOpen ? { onOpen } : {})}
        sort={usual === undefined ? null : { key: wish.sort ?? usual, order: wish.order }}
        onSort={({ key, order }) => void setValues({ sort: key, order })}
        toolbar={
          <>
            <SearchField
              label={t('search')}
              clearLabel={t('clear')}
              value={wish.text ?? ''}
              onSearch={(text) => void setValues({ text: text === '' ? null : text })}
            />
            {addable && <AddButton label={addable.label} onClick={addable.onClick} />}
          </>
        }
        empty={
          wish.text === null ? (
            <EmptyState title={t('emptyTitle')} description={t(`${part}.empty`)} />
          ) : (
            <EmptyState
              title={t('nothingFound')}
              description={t('nothingFoundText')}
              action={{ label: t('clear'), onClick: () => void setValues(null) }}
            />
          )
        }
      />
      {children}
    </>
  );
}

function useInventoryWish(sorts: readonly string[]) {
  const [values, setValues] = useQueryStates({
    text: parseAsString,
    sort: parseAsStringLiteral(sorts),
    order: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  });
  // Members in the order in which the server tells its own, so that the two can be compared.
  const wish: InventoryWish = { text: values.text, sort: values.sort, order: values.order };
  return { wish, setValues };
}
