'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

interface VirtualListInput {
  readonly count: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** All lines are of one height, in pixels. */
  readonly lineHeightPx: number;
  readonly keyOf: (index: number) => string | number;
}

/** Which lines of a long list to draw, and where each stands. */
export function useVirtualList({ count, scroller, lineHeightPx, keyOf }: VirtualListInput) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    getItemKey: keyOf,
    estimateSize: () => lineHeightPx,
    overscan: 10,
    initialRect: { width: 300, height: 600 },
  });
  return {
    lines: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start })),
    totalPx: virtualizer.getTotalSize(),
    scrollTo: (index: number) => {
      virtualizer.scrollToIndex(index);
    },
  };
}
