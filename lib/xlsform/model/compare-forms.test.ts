import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareForms } from './compare-forms.ts';
import type { FormModel } from './form-model.ts';
import { readXform } from './read-xform.ts';

/** `{ name: type }` are questions, `{ name: {…} }` groups; a name that ends in `*` repeats. */
interface Content {
  readonly [name: string]: string | Content;
}

function aForm(content: Content, choices: Readonly<Record<string, string>> = {}, root = 'data'): FormModel {
  const binds: string[] = [];
  const body: string[] = [];
  function write(inside: Content, path: string): string {
    return Object.entries(inside)
      .map(([written, type]) => {
        const name = written.replace('*', '');
        const at = `${path}/${name}`;
        if (typeof type === 'string') {
          binds.push(`<bind nodeset="${at}" type="${type}"/>`);
          body.push(`<input ref="${at}"><label>${name}</label></input>`);
          return `<${name}/>`;
        }
        body.push(`<group ref="${at}">${written === name ? '' : `<repeat nodeset="${at}"/>`}</group>`);
        return `<${name}>${write(type, at)}</${name}>`;
      })
      .join('');
  }
  const instance = write(content, `/${root}`);
  const items = Object.entries(choices).map(
    ([value, label]) => `<item><name>${value}</name><label>${label}</label></item>`,
  );
  return readXform(`<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>F</h:title>
    <model><instance><${root} id="f">${instance}</${root}></instance><instance id="l"><root>${items.join('')}</root></instance>
    ${binds.join('')}</model></h:head><h:body>${body.join('')}</h:body></h:html>`);
}

describe('compareForms', () => {
  it('col-24 names added, removed and retyped questions', () => {
    const difference = compareForms(
      aForm({ a: 'int', b: 'string', c: 'date' }),
      aForm({ a: 'decimal', c: 'date', d: 'time' }),
    );
    expect(difference.added.map(({ path }) => path)).toEqual(['/data/d']);
    expect(difference.removed.map(({ path }) => path)).toEqual(['/data/b']);
    expect(difference.retyped.map(({ before, after }) => [after.path, before.type, after.type])).toEqual([
      ['/data/a', 'integer', 'decimal'],
    ]);
    expect(difference.brokenPaths).toEqual([{ path: '/data/b', why: 'removed' }]);
  });

  it('col-24 takes a question that moved for the same one, and says where its path leads now', () => {
    const difference = compareForms(aForm({ g: { a: 'int', b: 'int' } }), aForm({ h: { a: 'decimal' }, b: 'int' }));
    expect(difference.added).toEqual([]);
    expect(difference.removed).toEqual([]);
    expect(difference.retyped.map(({ after }) => after.path)).toEqual(['/data/h/a']);
    expect(difference.brokenPaths).toEqual([
      { path: '/data/g', why: 'removed' },
      { path: '/data/g/a', why: 'moved', to: '/data/h/a' },
      { path: '/data/g/b', why: 'moved', to: '/data/b' },
    ]);
  });

  it('col-24 guesses no move where two questions have the name', () => {
    const difference = compareForms(aForm({ a: 'int' }), aForm({ g: { a: 'int' }, h: { a: 'int' } }));
    expect(difference.added).toHaveLength(2);
    expect(difference.removed).toHaveLength(1);
  });

  it('col-24 tells that a group repeats from now on, and a question that became a group', () => {
    expect(compareForms(aForm({ g: { a: 'int' } }), aForm({ 'g*': { a: 'int' } })).brokenPaths).toEqual([
      { path: '/data/g', why: 'repeated' },
    ]);
    const difference = compareForms(aForm({ a: 'int' }), aForm({ a: { b: 'int' } }));
    expect(difference.removed).toHaveLength(1);
    expect(difference.added.map(({ path }) => path)).toEqual(['/data/a/b']);
  });

  it('col-24 names added, removed and relabelled choices', () => {
    const difference = compareForms(aForm({}, { a: 'A', b: 'B', c: 'C' }), aForm({}, { b: 'B', c: 'See', d: 'D' }));
    expect(difference.choices).toEqual([{ list: 'l', added: ['d'], removed: ['a'], relabelled: ['c'] }]);
  });

  it('col-24 finds nothing between a form and itself, nor when only the root is named anew', () => {
    const types = fc.constantFrom('int', 'string', 'date', 'geopoint');
    const { content } = fc.letrec<{ content: Content }>((tie) => ({
      content: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}\*?$/), fc.oneof({ maxDepth: 3 }, types, tie('content')), {
        maxKeys: 5,
      }),
    }));
    fc.assert(
      fc.property(content, (written) => {
        const nothing = { added: [], removed: [], retyped: [], choices: [], brokenPaths: [], danglingReferences: [] };
        expect(compareForms(aForm(written), aForm(written))).toEqual(nothing);
        expect(compareForms(aForm(written), aForm(written, {}, 'other'))).toEqual(nothing);
      }),
    );
  });
});
