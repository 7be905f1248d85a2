'use client';

import { ActionIcon, Checkbox, Group, Popover, Stack, Text, Tooltip } from '@mantine/core';
import { IconColumns3, IconFileDownload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { saveText, writeCsv } from './csv.ts';
import type { TableColumn } from './table-column.ts';

interface TableToolsProps<Row> {
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly visibleColumns: readonly TableColumn<Row>[];
  readonly onVisible: (id: string, isVisible: boolean) => void;
  readonly rows: readonly Row[];
  /** More rows exist than are loaded; the file has the loaded ones, and the button says so. */
  readonly isPartial: boolean;
}

/** Which columns, and a file of what is seen. */
export function TableTools<Row>({ name, columns, visibleColumns, onVisible, rows, isPartial }: TableToolsProps<Row>) {
  const t = useTranslations('shell');
  const save = () => {
    const inFile = visibleColumns.filter((column) => column.csv !== undefined);
    const cells = rows.map((row) => inFile.map((column) => column.csv?.(row)));
    saveText(
      `${name}.csv`,
      writeCsv(
        inFile.map(({ header }) => header),
        cells,
      ),
    );
  };
  const csvLabel = isPartial ? t('table.csvPartial', { count: rows.length }) : t('table.csv');
  return (
    <Group gap={4}>
      <Popover position="bottom-end" shadow="md" withinPortal trapFocus>
        <Popover.Target>
          <Tooltip label={t('table.columns')}>
            <ActionIcon size="lg" aria-label={t('table.columns')}>
              <IconColumns3 size={18} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Text size="xs" fw={600} c="dimmed">
              {t('table.columns')}
            </Text>
            {columns.map((column) => (
              <Checkbox
                key={column.id}
                size="sm"
                label={column.header}
                disabled={column.isFixed ?? false}
                checked={visibleColumns.includes(column)}
                onChange={(event) => {
                  onVisible(column.id, event.currentTarget.checked);
                }}
              />
            ))}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <Tooltip label={csvLabel}>
        <ActionIcon size="lg" aria-label={csvLabel} onClick={save} disabled={rows.length === 0}>
          <IconFileDownload size={18} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
