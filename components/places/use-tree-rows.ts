'use client';

import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { TreeNode } from '#lib/registry/domain/unit-tree.ts';
import { levelQuery, type LevelPage, type TreeView } from './tree-queries.ts';

/** A line of the tree as it is drawn: a unit, or what stands at the end of a level that is not all there. */
export type TreeRow =
  | {
      readonly kind: 'node';
      readonly key: string;
      readonly level: number;
      readonly parent: string | null;
      readonly node: TreeNode;
      readonly isOpen: boolean;
      readonly place: number;
      readonly of: number;
    }
  | { readonly kind: 'loading'; readonly key: string; readonly level: number }
  | {
      readonly kind: 'failed';
      readonly key: string;
      readonly level: number;
      readonly error: unknown;
      readonly retry: () => void;
    }
  | { readonly kind: 'more'; readonly key: string; readonly level: number; readonly more: () => void };

/** Cursors of the loaded pages of a level; a level is asked for when its unit is opened. */
type Levels = ReadonlyMap<string | null, readonly (string | null)[]>;

const firstPage: readonly (string | null)[] = [null];

/** The tree as far as it is open: its lines from top to bottom, and how to open and close them. */
export function useTreeRows(view: TreeView) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [levels, setLevels] = useState<Levels>(new Map());
  const pages = useMemo(() => pagesOf(open, levels), [open, levels]);
  const answers = useQueries({ queries: pages.map((page) => levelQuery(view, page)) });
  const more = ({ parent }: LevelPage, cursor: string) => {
    setLevels((current) => new Map(current).set(parent, [...(current.get(parent) ?? firstPage), cursor]));
  };
  const byLevel = new Map<string | null, Answered[]>();
  pages.forEach((page, index) => {
    const answer = answers[index];
    if (answer) byLevel.set(page.parent, [...(byLevel.get(page.parent) ?? []), { page, answer }]);
  });
  const setNodeOpen = (id: string, isOpen: boolean) => {
    setOpen((current) => {
      const next = new Set(current);
      if (isOpen) next.add(id);
      else next.delete(id);
      return next;
    });
  };
  return { rows: rowsOf({ byLevel, open, more, parent: null, level: 1 }), setNodeOpen };
}

function pagesOf(open: ReadonlySet<string>, levels: Levels): LevelPage[] {
  const parents: readonly (string | null)[] = [null, ...open];
  return parents.flatMap((parent) => (levels.get(parent) ?? firstPage).map((cursor) => ({ parent, cursor })));
}

interface Answered {
  readonly page: LevelPage;
  readonly answer: {
    readonly data: { readonly items: readonly TreeNode[]; readonly next: string | null } | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
}

interface Walk {
  readonly byLevel: ReadonlyMap<string | null, readonly Answered[]>;
  readonly open: ReadonlySet<string>;
  readonly more: (page: LevelPage, cursor: string) => void;
  readonly parent: string | null;
  readonly level: number;
}

function rowsOf(walk: Walk): TreeRow[] {
  const { byLevel, open, more, parent, level } = walk;
  const answered = byLevel.get(parent) ?? [];
  const nodes = answered.flatMap(({ answer }) => answer.data?.items ?? []);
  const last = answered.at(-1);
  const next = last?.answer.data?.next ?? null;
  const isWhole = last?.answer.data !== undefined && next === null;
  const rows = nodes.flatMap((node, index): TreeRow[] => {
    const isOpen = node.hasChildren && open.has(node.id);
    const place = { place: index + 1, of: isWhole ? nodes.length : -1 };
    const row: TreeRow = { kind: 'node', key: node.id, level, parent, node, isOpen, ...place };
    return isOpen ? [row, ...rowsOf({ ...walk, parent: node.id, level: level + 1 })] : [row];
  });
  const key = `${parent ?? 'root'}:end`;
  if (!last || isWhole) return rows;
  const { answer, page } = last;
  if (answer.error !== null) {
    return [...rows, { kind: 'failed', key, level, error: answer.error, retry: () => void answer.refetch() }];
  }
  if (next === null) return [...rows, { kind: 'loading', key, level }];
  return [
    ...rows,
    {
      ...{ kind: 'more', key: `${key}:${next}`, level },
      more: () => {
        more(page, next);
      },
    },
  ];
}
