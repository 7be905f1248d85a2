'use client';

import { Button, Loader, Text } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslations } from 'use-intl/react';
import { useVirtualList } from '#components/tables/use-virtual-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { TreeNode } from '#lib/registry/domain/unit-tree.ts';
import { TreeNodeRow } from './tree-node-row.tsx';
import type { TreeView } from './tree-queries.ts';
import classes from './unit-tree.module.css';
import { useTreeRows, type TreeRow } from './use-tree-rows.ts';

const rowHeightPx = 34;
const indentPx = 18;

export interface TreeRowsProps {
  readonly view: TreeView;
  readonly label: string;
  /** Ids of units that are chosen. */
  readonly selected: readonly string[];
  readonly onSelect: (node: Pick<TreeNode, 'id' | 'name'>) => void;
  readonly height: string;
}

/** The levels of the tree that are open: arrow keys walk and open them, Enter or Space chooses; letters go to a name. */
export function TreeRows({ view, label, selected, onSelect, height }: TreeRowsProps) {
  const t = useTranslations('places');
  const { rows, setNodeOpen } = useTreeRows(view);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useVirtualList({
    count: rows.length,
    scroller,
    lineHeightPx: rowHeightPx,
    keyOf: (index) => rows[index]?.key ?? index,
  });
  const keys = useTreeKeys({ rows, setNodeOpen, onSelect, scroller, scrollTo: shown.scrollTo });
  const [first] = rows;
  if (!first) return <EmptyState title={t('tree.emptyTitle')} description={t('tree.emptyDescription')} />;
  if (first.kind === 'failed') return <ErrorState error={first.error} onRetry={first.retry} />;
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-busy={first.kind === 'loading' || undefined}
      className={classes['tree']}
      style={{ height }}
      onKeyDown={keys.onKeyDown}
    >
      <div role="none" style={{ height: shown.totalPx, position: 'relative' }}>
        {shown.lines.map(({ index, topPx }) => {
          const row = rows[index];
          if (!row) return null;
          const style = { transform: `translateY(${String(topPx)}px)`, paddingInlineStart: (row.level - 1) * indentPx };
          if (row.kind !== 'node') return <EndRow key={row.key} row={row} style={style} />;
          return (
            <TreeNodeRow
              key={row.key}
              row={row}
              index={index}
              style={style}
              isActive={keys.active === index}
              isSelected={selected.includes(row.node.id)}
              onToggle={setNodeOpen}
              onSelect={() => {
                keys.setActive(index);
                onSelect(row.node);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface EndRowProps {
  readonly row: Exclude<TreeRow, { readonly kind: 'node' }>;
  readonly style: object;
}

/** What stands at the end of a level that is not all there; once in sight, the next page is asked for. */
function EndRow({ row, style }: EndRowProps) {
  const t = useTranslations('places');
  const more = row.kind === 'more' ? row.more : null;
  const asked = useRef(false);
  useEffect(() => {
    if (more === null || asked.current) return;
    asked.current = true;
    more();
  }, [more]);
  return (
    <div role="none" className={classes['row']} style={{ ...style, cursor: 'default' }}>
      {row.kind === 'failed' ? (
        <Button size="compact-xs" variant="subtle" onClick={row.retry}>
          {t('tree.failed')}
        </Button>
      ) : (
        <>
          <Loader size={12} mx={6} />
          <Text size="xs" c="dimmed">
            {t('tree.loading')}
          </Text>
        </>
      )}
    </div>
  );
}

interface TreeKeysInput {
  readonly rows: readonly TreeRow[];
  readonly setNodeOpen: (id: string, isOpen: boolean) => void;
  readonly onSelect: TreeRowsProps['onSelect'];
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scrollTo: (index: number) => void;
}

/** The keys of the tree pattern (WAI-ARIA): one line is in the tab order, and they move it. */
function useTreeKeys({ rows, setNodeOpen, onSelect, scroller, scrollTo }: TreeKeysInput) {
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(0, rows.length - 1));
  const moveTo = (index: number, step: 1 | -1 = 1) => {
    let to = Math.max(0, Math.min(rows.length - 1, index));
    while (rows[to] && rows[to]?.kind !== 'node') to += step;
    if (!rows[to]) return;
    scrollTo(to);
    setActive(to);
    // The line may be drawn only after the scroll.
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${String(to)}"]`)?.focus();
    });
  };
  const row = rows[active];
  const acts: Record<string, () => void> = {
    ArrowDown: () => {
      moveTo(active + 1);
    },
    ArrowUp: () => {
      moveTo(active - 1, -1);
    },
    Home: () => {
      moveTo(0);
    },
    End: () => {
      moveTo(rows.length - 1, -1);
    },
    ArrowRight: () => {
      if (row?.kind !== 'node' || !row.node.hasChildren) return;
      if (row.isOpen) moveTo(active + 1);
      else setNodeOpen(row.node.id, true);
    },
    ArrowLeft: () => {
      if (row?.kind !== 'node') return;
      if (row.isOpen) setNodeOpen(row.node.id, false);
      else moveTo(rows.findIndex((one) => one.kind === 'node' && one.node.id === row.parent));
    },
    Enter: () => {
      if (row?.kind === 'node') onSelect(row.node);
    },
    ' ': () => {
      if (row?.kind === 'node') onSelect(row.node);
    },
  };
  const goToLetter = (letter: string) => {
    const after = [...rows.keys()].map((step) => (active + 1 + step) % rows.length);
    const found = after.find((index) => {
      const one = rows[index];
      return one?.kind === 'node' && one.node.name.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
    });
    if (found !== undefined) moveTo(found);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnNode = event.target instanceof HTMLElement && event.target.getAttribute('role') === 'treeitem';
    const act = acts[event.key];
    if (!isOnNode || (!act && event.key.length !== 1)) return;
    event.preventDefault();
    event.stopPropagation();
    if (act) act();
    else goToLetter(event.key);
  };
  return { active, setActive, onKeyDown };
}
