// @vitest-environment jsdom
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tryInEngine } from '#e2e/harness/xforms-engine.ts';

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
