'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import classes from './unit-tree.module.css';
import type { TreeRow } from './use-tree-rows.ts';

interface TreeNodeRowProps {
  readonly row: Extract<TreeRow, { readonly kind: 'node' }>;
  readonly index: number;
  readonly style: object;
  /** It is the one line in the tab order. */
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (id: string, isOpen: boolean) => void;
  readonly onSelect: () => void;
}

/** A unit in the tree: the mark before it opens it, a click anywhere else chooses it. */
export function TreeNodeRow({ row, index, style, isActive, isSelected, onToggle, onSelect }: TreeNodeRowProps) {
  const t = useTranslations('places');
  const { node, isOpen, level, place, of } = row;
  const status = node.status === 'VALID' ? null : t(`statuses.${node.status}`);
  return (
    <div
      role="treeitem"
      data-index={index}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={node.hasChildren ? isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={classes['row']}
      style={style}
      title={node.name}
      onClick={onSelect}
    >
      <span
        className={classes['caret']}
        data-open={isOpen}
        aria-hidden
        onClick={(event) => {
          if (!node.hasChildren) return;
          event.stopPropagation();
          onToggle(node.id, !isOpen);
        }}
      >
        {node.hasChildren && <IconChevronRight size={14} stroke={1.8} />}
      </span>
      <span className={classes['name']} data-status={node.status}>
        {node.name}
      </span>
      {(status !== null || node.typeShortName !== null) && (
        <span className={classes['type']}>{[status, node.typeShortName].filter(Boolean).join(' · ')}</span>
      )}
    </div>
  );
}
