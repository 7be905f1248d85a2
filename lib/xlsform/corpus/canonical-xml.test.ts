import { describe, expect, it } from 'vitest';
import { canonicalXml } from './canonical-xml.ts';

describe('canonicalXml', () => {
  it('col-27 order of attributes and white space make no difference', () => {
    const one = canonicalXml('<a y="2" x=" 1  2 "><b>some  text</b>\n</a>');
    expect(canonicalXml('<a x="1 2" y="2">\n  <b> some text </b></a>')).toBe(one);
  });

  it('col-27 the namespaces declared belong to the document', () => {
    expect(canonicalXml('<a xmlns:b="urn:b"/>')).not.toBe(canonicalXml('<a/>'));
  });

  it('col-27 order of elements, names, values and texts do', () => {
    const one = canonicalXml('<a x="1"><b/><c>text</c></a>');
    for (const other of [
      '<a x="1"><c>text</c><b/></a>',
      '<a x="2"><b/><c>text</c></a>',
      '<a x="1"><b/><c>texts</c></a>',
      '<a x="1"><b/><d>text</d></a>',
    ]) {
      expect(canonicalXml(other)).not.toBe(one);
    }
  });
});
