import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compareForms } from './compare-forms.ts';
import { findDanglingReferences } from './find-dangling-references.ts';
import { readXform } from './read-xform.ts';

const corpus = new URL('../../../../shared/data/xlsform/cases.jsonl', import.meta.url);

function aForm(names: readonly string[], calculation: string, label = 'Q'): string {
  return `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>
    <data id="f"><q/>${names.map((name) => `<${name}/>`).join('')}</data></instance><bind nodeset="/data/q" calculate="${calculation}"/>
    </model></h:head><h:body><input ref="/data/q"><label>${label}</label></input></h:body></h:html>`;
}

describe('findDanglingReferences', () => {
  it('col-24 names the paths that lead to nothing, and who refers to them', () => {
    const form = readXform(
      aForm(['a'], "/data/a + /data/gone - '/data/quoted' + /data/meta/instanceID", '<output value=" /data/lost "/>'),
    );
    expect(findDanglingReferences(form)).toEqual([
      { path: '/data/q', reference: '/data/gone' },
      { path: '/data/q', reference: '/data/lost' },
    ]);
  });

  it('col-24 a question that went, and is still asked for, shows in the difference', () => {
    const difference = compareForms(readXform(aForm(['a', 'b'], '/data/b')), readXform(aForm(['a'], '/data/b')));
    expect(difference.brokenPaths).toEqual([{ path: '/data/b', why: 'removed' }]);
    expect(difference.danglingReferences).toEqual([{ path: '/data/q', reference: '/data/b' }]);
  });

  it.skipIf(!existsSync(corpus))('col-24 finds none in the conformance corpus (skipped without ../shared/data)', () => {
    const lines = readFileSync(corpus, 'utf8').trim().split('\n');
    const forms = lines.flatMap((line) => z.object({ xml: z.string().optional() }).parse(JSON.parse(line)).xml ?? []);
    expect(forms.flatMap((xml) => findDanglingReferences(readXform(xml)))).toEqual([]);
  });
});
