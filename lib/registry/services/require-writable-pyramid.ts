import { Problem } from '#lib/platform/problems/problem.ts';

/** Guards changes of units by hand. Throws `pyramid_read_only` for a pyramid that changes by import alone. */
export function requireWritablePyramid(pyramid: { readonly isReadOnly: boolean; readonly pyramidName: string }): void {
  if (!pyramid.isReadOnly) return;
  throw new Problem('pyramid_read_only', {
    detail: `The pyramid "${pyramid.pyramidName}" is read-only: its units change by import alone. Open it for changes first.`,
  });
}
