import { describe, expect, it } from 'vitest';
import { findChild, parseXml, textOf } from './parse-xml.ts';

const prefixes = { 'urn:known': 'k', 'urn:main': '' };

describe('parseXml', () => {
  it('platform: names elements by what their namespace is, not by the prefix the document chose', () => {
    const root = parseXml(
      '<m:a xmlns:m="urn:main" xmlns:x="urn:known"><x:b x:c="1" d="2">t&amp;<![CDATA[<u>]]></x:b></m:a>',
      {
        prefixes,
      },
    );
    expect(root.name).toBe('a');
    const child = findChild(root, 'k:b');
    expect(child?.attributes).toEqual({ 'k:c': '1', d: '2' });
    expect(child && textOf(child)).toBe('t&<u>');
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', /DOCTYPE is not allowed/],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', /DOCTYPE is not allowed/],
    ['an undefined entity', '<a>&b;</a>', /line 1: undefined entity/],
    ['tags that do not match', '<a>\n<b></a>', /line 2: unexpected close tag/],
    ['an unbound prefix', '<x:a/>', /unbound namespace prefix/],
    ['text behind the end', '<a/>text', /outside of root/],
    ['no element', '  ', /./],
    ['deep nesting', '<a>'.repeat(1000), /nested more than 200 deep/],
  ])('platform: refuses %s and says why', (_what, text, reason) => {
    expect(() => parseXml(text, { prefixes })).toThrow(
      expect.objectContaining({ code: 'file_unreadable', message: expect.stringMatching(reason) as string }),
    );
  });
});
