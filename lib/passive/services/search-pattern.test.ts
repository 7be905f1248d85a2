import { describe, expect, it } from 'vitest';
import { createSearch, isSlowPattern, searchWithin } from './search-pattern.ts';

describe('pdk-09 searching with a limit', () => {
  it('finds what a regular expression finds', () => {
    expect(searchWithin('^P-\\d+$', 'P-12', 25)).toBe(true);
    expect(searchWithin('^P-\\d+$', 'P-x', 25)).toBe(false);
  });

  it('stops a pattern that would never end, and the process goes on', () => {
    expect(searchWithin('^(a+)+$', `${'a'.repeat(60)}!`, 25)).toBeNull();
    expect(searchWithin('^(\\w+\\s?)*$', `${'word '.repeat(30)}!`, 25)).toBeNull();
    expect(searchWithin('a', 'a', 25)).toBe(true);
  });

  it('tells which patterns were stopped, and spends no more than its share on all of them', () => {
    const slow: string[] = [];
    const search = createSearch((pattern) => slow.push(pattern));
    for (let turn = 0; turn < 50; turn += 1) expect(search('^(a+)+$', `${'a'.repeat(60)}!`)).toBe(false);
    expect(slow.length).toBeLessThanOrEqual(8);
  });

  it('sees slow patterns before a device does', () => {
    for (const pattern of ['^(a+)+$', '(x+x+)+y', '^([a-z]+)*$']) expect(isSlowPattern(pattern), pattern).toBe(true);
    for (const pattern of ['.*', '^P-\\d{4}$', '^(north|south)-', '[a-f0-9]{64}'])
      expect(isSlowPattern(pattern), pattern).toBe(false);
  });
});
