import { describe, expect, it } from 'vitest';
import { coverRows, parseFeatureRows } from './feature-rows.ts';

const table = `| id | need | feature |
|---|---|---|
| pdk-01 | M | CREATE add-bundle | JSON array |
| pdk-02 | M | POST form | fields |`;

describe('feature rows', () => {
  it('quality: counts passing and failing tests of each row by the ids a name begins with', () => {
    const outcome = (name: string, passed: boolean) => ({ name, passed, suite: 'unit' });
    const rows = coverRows(parseFeatureRows(table), [
      outcome('pdk-01 answers 201', true),
      outcome('pdk-01 pdk-02 keeps bytes', false),
      outcome('about pdk-02', true),
      outcome('pdk-02 forms > keeps text', true),
    ]);
    expect(rows).toEqual([
      { id: 'pdk-01', feature: 'CREATE add-bundle', passed: 1, failed: 1 },
      { id: 'pdk-02', feature: 'POST form', passed: 1, failed: 1 },
    ]);
  });
});
