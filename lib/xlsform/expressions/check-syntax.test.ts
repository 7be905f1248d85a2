import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readXform } from '../model/read-xform.ts';
import { findSyntaxFault } from './check-syntax.ts';

const corpus = new URL('../../../../shared/data/xlsform/cases.jsonl', import.meta.url);

describe('findSyntaxFault', () => {
  it.each([
    '. > 5 and . < -10',
    '${a} + ${b} * 2 div 3 mod 4',
    'selected(${a}, \'x y\') or not(${last-saved#b} = "z")',
    "if(string-length(.) > 3, concat('a', ${b}), '')",
    '../../a/b[position() = 1]/@c',
    "instance('l')/root/item[name = current()/../q and @x != '']/label",
    '(1 + 2) * (3)',
    'count(/data/r[./a >= 2]) | //b',
    "jr:choice-name(${a}, '${a}')",
    '${r}[2]/q',
    'child::node()/parent::*',
    'once(random())',
    '1990-01-01',
    'and and or or div div mod',
    '*',
    '/',
    '.5 + 5.',
    'été-1.b',
  ])('col-26 reads %s', (expression) => {
    expect(findSyntaxFault(expression)).toBeNull();
  });

  it.each([
    ['45 + $(demo_integer)', /'\$\(demo_integer\)' cannot be read/],
    ['14:30:00', /':30:00' cannot be read/],
    ['${a} ${b}', /'\$\{b\}' cannot stand where it does/],
    ['if(${a} = 1, 2', /a '\)' is missing at the end/],
    ['${a} = ', /something is missing at the end/],
    ['', /something is missing at the end/],
    ['a)', /'\)' cannot stand/],
    ['f(a,)', /'\)' cannot stand/],
    ["'open", /''open' cannot be read/],
    ['a == b', /'=' cannot stand/],
    ['a && b', /'&& b' cannot be read/],
    ['a[1', /a '\]' is missing/],
    ['(('.repeat(500), /nested too deep/],
  ])('col-26 says what is wrong with %s', (expression, reason) => {
    expect(findSyntaxFault(expression)).toMatch(reason);
  });

  it('col-26 comes to an end whatever it is given', () => {
    const piece = fc.constantFrom(
      'a',
      '${a}',
      '1',
      '(',
      ')',
      '[',
      ']',
      '/',
      '-',
      '*',
      'and',
      ' ',
      "'",
      '@',
      ',',
      '::',
      '.',
      '$',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const fault = findSyntaxFault(pieces.join(''));
        expect(fault === null || fault.length > 0).toBe(true);
      }),
    );
  });

  it.skipIf(!existsSync(corpus))(
    'col-26 reads the expressions of the conformance corpus (skipped without ../shared/data)',
    () => {
      const caseSchema = z.object({ xml: z.string().optional() });
      const lines = readFileSync(corpus, 'utf8').trim().split('\n');
      const forms = lines.flatMap((line) => caseSchema.parse(JSON.parse(line)).xml ?? []).map(readXform);
      const expressions = forms
        .flatMap(({ nodes }) => nodes)
        .flatMap((node) => {
          const own =
            node.kind === 'question'
              ? [node.calculation, node.constraint, node.required, node.choices?.filter ?? null]
              : [];
          return [node.relevant, ...own].filter((expression) => expression !== null);
        });
      const refused = new Set(expressions.filter((expression) => findSyntaxFault(expression) !== null));
      expect(expressions.length).toBeGreaterThan(200);
      // Written to be wrong.
      expect([...refused].sort()).toEqual([
        "$(myField)='1'",
        "pulldata('OtherID', 'ParticipantID', ParticipantIDValue',.)",
        '£¥§©®₱₩',
      ]);
    },
  );
});
