import type { TestOutcome } from './suite.ts';

/** A feature row and the tests whose names begin with its id. */
export interface RowCoverage {
  readonly id: string;
  readonly feature: string;
  readonly passed: number;
  readonly failed: number;
}

/** Reads the rows of the feature tables: `| pdk-01 | M | CREATE add-bundle | … |`. */
export function parseFeatureRows(markdown: string): { id: string; feature: string }[] {
  return [...markdown.matchAll(/^\|\s*([a-z]{3}-\d{2})\s*\|[^|]*\|\s*([^|]+?)\s*\|/gm)].map(
    ([, id = '', feature = '']) => ({
      id,
      feature,
    }),
  );
}

/** Counts, for each row, the passing and failing tests that name it first. A test may name several: `pdk-01 pdk-05 …`. */
export function coverRows(
  rows: readonly { id: string; feature: string }[],
  outcomes: readonly TestOutcome[],
): RowCoverage[] {
  const named = outcomes.map((outcome) => ({ ...outcome, ids: leadingIds(outcome.name) }));
  return rows.map(({ id, feature }) => {
    const own = named.filter(({ ids }) => ids.includes(id));
    const passed = own.filter((outcome) => outcome.passed).length;
    return { id, feature, passed, failed: own.length - passed };
  });
}

/** Ids at the head of a test's name, or of that of a group it is in: `pdk-04 HEAD and CORS > answer 200`. */
function leadingIds(name: string): string[] {
  return name.split(' > ').flatMap((part) => {
    const lead = /^(?:[a-z]{3}-\d{2}[,\s]+)+/.exec(part)?.[0] ?? '';
    return lead.split(/[,\s]+/).filter((id) => id !== '');
  });
}
