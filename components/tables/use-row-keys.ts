'use client';

import { useState, type KeyboardEvent, type RefObject } from 'react';

interface RowKeysInput {
  readonly count: number;
  readonly bodyRef: RefObject<HTMLTableSectionElement | null>;
  readonly scrollTo: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (index: number) => void;
}

/** Arrow keys, Home and End (or J and K) move between rows, Enter opens, Space selects; one row is in the tab order. */
export function useRowKeys({ count, bodyRef, scrollTo, onOpen, onToggle }: RowKeysInput) {
  const [active, setActive] = useState(0);
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    scrollTo(next);
    setActive(next);
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() => {
      bodyRef.current?.querySelector<HTMLElement>(`tr[data-index="${String(next)}"]`)?.focus();
    });
  };
  const acts: Record<string, () => void> = {
    ArrowDown: () => {
      moveTo(active + 1);
    },
    ArrowUp: () => {
      moveTo(active - 1);
    },
    j: () => {
      moveTo(active + 1);
    },
    k: () => {
      moveTo(active - 1);
    },
    Home: () => {
      moveTo(0);
    },
    End: () => {
      moveTo(count - 1);
    },
    PageDown: () => {
      moveTo(active + 10);
    },
    PageUp: () => {
      moveTo(active - 10);
    },
    Enter: () => {
      onOpen(active);
    },
    ' ': () => {
      onToggle(active);
    },
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isOnRow = event.target instanceof HTMLTableRowElement;
    const act = acts[event.key];
    if (!isOnRow || !act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return { active: Math.min(active, Math.max(0, count - 1)), setActive, onKeyDown };
}
