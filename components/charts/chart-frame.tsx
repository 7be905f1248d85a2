'use client';

import { ActionIcon, Group, ScrollArea, Table, Text, Tooltip } from '@mantine/core';
import { IconChartAreaLine, IconFileDownload, IconTable } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { saveText, writeCsv, type CsvValue } from '#components/tables/csv.ts';
import classes from './charts.module.css';

/** Rows of a chart's table drawn at once; the file has all of them. */
const maxTableRows = 500;

/** The numbers behind a chart. Cells are as a person reads them; `csv` as a program does. */
export interface ChartTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
  /** How a cell reads on the page; the value itself when absent. */
  readonly format?: (value: CsvValue, column: number) => string;
}

interface ChartFrameProps {
  readonly title: string;
  /** Beside the title: a total, a legend. */
  readonly aside?: ReactNode;
  readonly table: ChartTable;
  readonly heightPx: number;
  readonly children: ReactNode;
  /** Leaves the title to screen readers, where the page says it already. */
  readonly isTitleHidden?: boolean;
}

/** A chart with its name and, one key away (T), the table behind it. */
export function ChartFrame({ title, aside, table, heightPx, children, isTitleHidden = false }: ChartFrameProps) {
  const [isTable, setTable] = useState(false);
  const titleId = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key !== 't' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    setTable(!isTable);
  };
  const save = () => {
    saveText(`${title}.csv`, writeCsv(table.header, table.rows));
  };
  return (
    <figure className={classes['figure']} aria-labelledby={titleId} onKeyDown={onKeyDown}>
      <figcaption className={classes['caption']}>
        <Text id={titleId} size="sm" fw={600} className={isTitleHidden ? (classes['hiddenTitle'] ?? '') : ''}>
          {title}
        </Text>
        <div className={classes['aside']}>{aside}</div>
        <ChartTools isTable={isTable} onTable={setTable} onSave={save} />
      </figcaption>
      <div style={{ height: heightPx }}>
        {isTable ? <TableOfChart table={table} heightPx={heightPx} label={title} /> : children}
      </div>
    </figure>
  );
}

interface ChartToolsProps {
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly onSave: () => void;
}

function ChartTools({ isTable, onTable, onSave }: ChartToolsProps) {
  const t = useTranslations('shell');
  const label = isTable ? t('chart.asChart') : t('chart.asTable');
  return (
    <Group gap={4} wrap="nowrap" className="no-print">
      {isTable && (
        <Tooltip label={t('table.csv')}>
          <ActionIcon size="md" aria-label={t('table.csv')} onClick={onSave}>
            <IconFileDownload size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={label}>
        <ActionIcon
          size="md"
          aria-label={label}
          aria-pressed={isTable}
          aria-keyshortcuts="t"
          onClick={() => {
            onTable(!isTable);
          }}
        >
          {isTable ? <IconChartAreaLine size={16} stroke={1.5} /> : <IconTable size={16} stroke={1.5} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function TableOfChart({
  table,
  heightPx,
  label,
}: {
  readonly table: ChartTable;
  readonly heightPx: number;
  readonly label: string;
}) {
  const t = useTranslations('shell');
  const { header, rows, format } = table;
  const shown = rows.slice(0, maxTableRows);
  return (
    <ScrollArea h={heightPx} viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}>
      <Table stickyHeader fz="sm" verticalSpacing={4} aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {header.map((name, column) => (
              <Table.Th key={name} ta={column === 0 ? 'start' : 'end'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((value, column) => (
                <Table.Td key={column} ta={column === 0 ? 'start' : 'end'}>
                  {format ? format(value, column) : readable(value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > maxTableRows && (
        <Text size="xs" c="dimmed" p="xs">
          {t('chart.tableCut', { shown: maxTableRows, total: rows.length })}
        </Text>
      )}
    </ScrollArea>
  );
}

function readable(value: CsvValue): string {
  if (value === null || value === undefined) return '–';
  return value instanceof Date ? value.toISOString() : String(value);
}
