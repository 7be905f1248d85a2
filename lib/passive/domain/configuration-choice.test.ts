import { describe, expect, it } from 'vitest';
import { chooseConfiguration, type Candidate } from './configuration-choice.ts';
import { compilePattern, patternFlaw } from './configuration-pattern.ts';

const search = (pattern: string, text: string) => new RegExp(pattern).test(text);
const candidate = (id: string, idPattern: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  idPattern,
  contextPattern: '.*',
  isAssigned: false,
  ...more,
});
const choose = (candidates: Candidate[], identifier: string, context = 'default') =>
  chooseConfiguration(candidates, { identifier, context }, search)?.id ?? null;

describe('pdk-09 choosing a configuration', () => {
  it('by hand, to the letter, by search: first match everywhere', () => {
    const all = [
      candidate('search 1', '^P'),
      candidate('search 2', 'P-1'),
      candidate('letter 2', 'P-1'),
      candidate('hand', 'x', { isAssigned: true }),
    ];
    expect(choose(all, 'P-1')).toBe('hand');
    expect(choose(all.slice(0, 3), 'P-1')).toBe('search 2');
    expect(choose(all.slice(0, 1), 'P-1')).toBe('search 1');
    expect(choose(all.slice(0, 3), 'Q')).toBeNull();
  });

  it('the context must fit, also to the letter', () => {
    const all = [candidate('field', 'P-1', { contextPattern: 'field' }), candidate('any', '.*')];
    expect(choose(all, 'P-1')).toBe('any');
    expect(choose(all, 'P-1', 'in the field')).toBe('field');
  });

  it('an identifier is compared, not run as a pattern', () => {
    expect(choose([candidate('one', 'a.c')], 'a.c')).toBe('one');
    expect(choose([candidate('one', 'a(')], 'a(')).toBe('one');
  });
});

describe('pdk-09 patterns', () => {
  it('of the old server are understood', () => {
    const run = (pattern: string, text: string) => {
      const { source, flags } = compilePattern(pattern);
      return new RegExp(source, flags).test(text);
    };
    expect(run(String.raw`\AP-(?P<n>\d)(?P=n)\Z`, 'P-11')).toBe(true);
    expect(run(String.raw`\AP-(?P<n>\d)(?P=n)\Z`, 'P-12')).toBe(false);
    expect(run('(?i)abc', 'xABCx')).toBe(true);
    expect(run(String.raw`\\A`, String.raw`\A`)).toBe(true);
  });

  it('that are none are told apart, with words', () => {
    expect(patternFlaw('P-[')).toContain('not a regular expression');
    expect(patternFlaw('^P-\\d+$')).toBeNull();
  });
});
