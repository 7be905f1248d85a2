import type { ShownTimeControl } from './use-shown-time.ts';

/** Height of a chart of one type, px. */
export const chartHeightPx = 200;

/** What every chart of the page has in common: the time shown, and choosing another by dragging. */
export function timeProps({ shown, show }: ShownTimeControl, heightPx = chartHeightPx) {
  return {
    range: shown,
    syncId: 'source',
    heightPx,
    onRange: (range: { readonly fromMs: number; readonly toMs: number } | null) => {
      if (range !== null) show(range);
    },
  };
}
