import { describe, expect, it } from 'vitest';
import { JsonElements } from './json-elements.ts';
import { JsonMembers } from './json-members.ts';

describe('pdk-33 members inside objects', () => {
  const paths = [['fence', 'name'], ['fence'], ['fence', 'at', 'lat'], ['top']];

  function located(text: string): (string | null)[] {
    const members = new JsonMembers(paths);
    const bytes = Buffer.from(text);
    members.locate(bytes, 0);
    return paths.map((_path, index) =>
      members.starts[index] === -1 ? null : bytes.toString('utf8', members.starts[index], members.ends[index]),
    );
  }

  it('pdk-33 are found with the object itself, whatever the layout', () => {
    const fence = '{ "at" : {"lat": 1.50, "lon": 2}, "name" :"x" }';
    expect(located(`{"top": [1], "fence": ${fence} }`)).toEqual(['"x"', fence, '1.50', '[1]']);
    expect(located('{"fence":{},"top":1}')).toEqual([null, '{}', null, '1']);
    expect(located('{"fence":"none","top":1}')).toEqual([null, '"none"', null, '1']);
    expect(located('[{"top":1}]')).toEqual([null, null, null, null]);
  });

  it('pdk-33 of an object that comes twice are those of the last', () => {
    expect(located('{"fence":{"name":"a"},"fence":{"at":{"lat":3}}}')).toEqual([null, '{"at":{"lat":3}}', '3', null]);
  });

  it('pdk-32 that no path names are kept when they are asked for', () => {
    const members = new JsonMembers([['a', 'b'], ['c']], { keepsOthers: true });
    const bytes = Buffer.from('{"a":{"b":1,"x":[2]},"c":3,"y":{"z":4}, "a":7}');
    members.locate(bytes, 0);
    expect(members.others.map(({ path, start, end }) => [path.join('.'), bytes.toString('utf8', start, end)])).toEqual([
      ['a.x', '[2]'],
      ['y', '{"z":4}'],
      ['a', '7'],
    ]);
  });
});

describe('pdk-33 elements of arrays', () => {
  function elements(text: string): string[] {
    const found = new JsonElements();
    const bytes = Buffer.from(text);
    found.locate(bytes, 0);
    return Array.from({ length: found.count }, (_, index) =>
      bytes.toString('utf8', found.starts[index], found.ends[index]),
    );
  }

  it('pdk-33 are each where they stand', () => {
    expect(elements('[ 1.0 , "a,]", {"b":[2]} ,null]')).toEqual(['1.0', '"a,]"', '{"b":[2]}', 'null']);
    expect(elements('[]')).toEqual([]);
    expect(elements('[ ]')).toEqual([]);
    expect(elements('{"a":1}')).toEqual([]);
    expect(elements(JSON.stringify(Array.from({ length: 1000 }, (_, index) => index)))).toHaveLength(1000);
  });
});
