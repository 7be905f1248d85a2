import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/platform/problems/problem.ts';
import { convertWorkbook } from '../convert-workbook.ts';
import { readMarkdown } from '../workbook/read-markdown.ts';
import { readXform } from './read-xform.ts';

const form = `
| survey |
| | type | name | label::English (en) | label::French (fr) | relevant | calculation | trigger | constraint | constraint_message | image::English (en) |
| | begin repeat | r | R | R | | | | | | |
| | select_one l | a | A \${b} | A | | | | | | a.png |
| | end repeat | | | | | | | | | |
| | integer | b | B | B | | | | . > 1 | No | |
| | calculate | c | | | | \${b} + 1 | | | | |
| | dateTime | d | | | | now() | \${b} | | | |
| choices |
| | list_name | name | label::English (en) | label::French (fr) |
| | l | 1 | One | Un |
| entities |
| | list_name | label |
| | trees | \${b} |
`;

describe('readXform', () => {
  const { xml } = convertWorkbook(readMarkdown(form));

  it('col-23 reads or refuses a form whose XML was changed', () => {
    const whole = xml ?? '';
    const piece = fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      '&',
      '/>',
      '</instance>',
      '<group ref="/data/r">',
      '<meta>',
      '..',
      '/../../..',
      ' jr:template=""',
      "jr:itext('",
      'randomize(',
      '<!DOCTYPE a>',
      '\0',
    );
    expect(whole).not.toBe('');
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(60), piece, (at, length, put) => {
        try {
          const { nodes } = readXform(whole.slice(0, at) + put + whole.slice(at + length));
          expect(new Set(nodes.map(({ path }) => path)).size).toBe(nodes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect(['file_unreadable', 'xform_invalid']).toContain((error as Problem).code);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [
      'texts of one id',
      '<value>x</value>',
      (many: string) => `<itext><translation lang="a"><text id="q">${many}</text></translation></itext>`,
    ],
    ['binds of one path', '<bind nodeset="/data/q" type="int"/>', (many: string) => many],
    [
      'actions on one path',
      '<setvalue ref="/data/q" event="odk-instance-first-load" value="1"/>',
      (many: string) => many,
    ],
    ['lists', '<instance id="l"><root/></instance>', (many: string) => many],
  ])('col-23 reads 100,000 %s in bounded time', (_what, one, wrap) => {
    const head =
      '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance><data><q/></data></instance>';
    const startedAt = performance.now();
    expect(readXform(`${head}${wrap(one.repeat(100_000))}</model></h:head></h:html>`).nodes).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });
});
