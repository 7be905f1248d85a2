// @vitest-environment jsdom
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tryInEngine } from '#e2e/harness/xforms-engine.ts';
import { convertWorkbook } from './convert-workbook.ts';
import { readMarkdown } from './workbook/read-markdown.ts';
import { readStructured } from './workbook/read-structured.ts';

const corpus = `${import.meta.dirname}/../../../shared/data/xlsform/cases.jsonl`;
const forms = `${import.meta.dirname}/../../../shared/data/forms/`;

describe.skipIf(!existsSync(forms))('forms in the ODK engine (skipped without ../shared/data)', () => {
  it('col-23 uploaded XForms load and can be filled in', async () => {
    for (const name of ['form_rapide_1666691000', 'seed-data-command-form']) {
      expect(await tryInEngine(readFileSync(`${forms}${name}.xml`, 'utf8'))).toBeNull();
    }
    const hydro = readFileSync(`${forms}hydro.xml`, 'utf8');
    expect(await tryInEngine(hydro.replace(/(<\/h:html>).*$/s, '$1'))).toBeNull();
  });

  it('col-23 a form that leads nowhere does not load', async () => {
    const form = readFileSync(`${forms}form_rapide_1666691000.xml`, 'utf8');
    expect(await tryInEngine(form.replace('<bind ', '<bind calculate="$(x)" '))).not.toBeNull();
  });
});

/** Sound forms that this engine refuses all the same: it knows no `enclosed-area()`, and no group without questions. */
const beyondEngine: ReadonlySet<string> = new Set(['e999db4f7d', '845ec896c1']);
/** What a conversion says of expressions that it copies, though no device can read them. */
const announced: ReadonlySet<string> = new Set(['expression_invalid', 'lookup_in_text']);

describe.skipIf(!existsSync(corpus))(
  'the conformance corpus in the ODK engine (skipped without ../shared/data)',
  () => {
    it(
      'col-27 every form that converts loads, unless a warning said that it would not',
      { timeout: 600_000 },
      async () => {
        const caseSchema = z.object({ id: z.string(), kind: z.string(), name: z.string(), input: z.string() });
        const lines = readFileSync(corpus, 'utf8').trim().split('\n');
        let loaded = 0;
        const failed: Record<string, string> = {};
        for (const { id, kind, name, input } of lines.map((line) => caseSchema.parse(JSON.parse(line)))) {
          const { xml, warnings } = convertWorkbook(kind === 'md' ? readMarkdown(input) : readStructured(input), {
            name,
          });
          if (xml === null || beyondEngine.has(id)) continue;
          const reason = await tryInEngine(xml);
          if (reason === null) loaded += 1;
          else if (!warnings.some(({ code }) => announced.has(code))) failed[id] = reason;
        }
        expect(failed).toEqual({});
        expect(loaded).toBeGreaterThan(700);
      },
    );
  },
);
