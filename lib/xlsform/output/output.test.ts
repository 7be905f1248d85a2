import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';
import { writeXml } from './write-xml.ts';
import { xmlNode } from './xml-node.ts';

describe('writeXml', () => {
  it('col-27 escapes what XML does not allow, and leaves out what it cannot hold', () => {
    const node = xmlNode(
      'a',
      [
        ['b', '<"&>\n'],
        ['c', undefined],
      ],
      ['<&>\u0000\uD800', xmlNode('d')],
    );
    expect(writeXml(node)).toBe('<?xml version="1.0"?><a b="&lt;&quot;&amp;&gt;&#10;">&lt;&amp;&gt;\uFFFD<d/></a>');
  });
});

describe('texts in languages', () => {
  const form = `
    | survey |
    | | type | name | label::English (en) | label::French (fr) | hint::English (en) | image | guidance_hint |
    | | text | q1   | Name                | Nom                | Your name          | a.png | Ask twice     |
    | settings |
    | | default_language |
    | | English (en)     |`;

  it('col-27 stand in itext; a language that lacks one has a dash, media have none', () => {
    const xml = xformOf(form);
    expect(xml).toContain(
      '<translation lang="English (en)" default="true()"><text id="/data/q1:label"><value>Name</value><value form="image">jr://images/a.png</value></text><text id="/data/q1:hint"><value>Your name</value><value form="guidance">Ask twice</value></text></translation>',
    );
    expect(xml).toContain(
      '<translation lang="French (fr)"><text id="/data/q1:label"><value>Nom</value></text><text id="/data/q1:hint"><value>-</value><value form="guidance">-</value></text></translation>',
    );
    expect(xml).toContain(`<label ref="jr:itext('/data/q1:label')"/><hint ref="jr:itext('/data/q1:hint')"/>`);
  });

  it('col-27 columns without a language belong to the default one', () => {
    const xml = xformOf('| survey |\n| | type | name | label | label::French (fr) |\n| | text | q1 | Name | Nom |');
    expect(xml).toContain(
      '<translation lang="default" default="true()"><text id="/data/q1:label"><value>Name</value></text></translation>',
    );
  });

  it('col-27 choices are numbered in their list', () => {
    const xml = xformOf(
      '| survey |\n| | type | name | label |\n| | select_one c1 | q1 | Q1 |\n| choices |\n| | list_name | name | label::English (en) |\n| | c1 | a | A |',
    );
    expect(xml).toContain('<text id="c1-0"><value>A</value></text>');
    expect(xml).toContain('<item><itextId>c1-0</itextId><name>a</name></item>');
    expect(xml).toContain('<label ref="jr:itext(itextId)"/>');
  });

  it('col-27 messages of binds are in itext when they are translated or refer to answers', () => {
    const xml = xformOf(
      '| survey |\n| | type | name | label | constraint | constraint_message | required_message::English (en) |\n| | text | q1 | Q1 | . != 1 | Not ${q1} | Needed |',
    );
    expect(xml).toContain(`jr:constraintMsg="jr:itext('/data/q1:jr:constraintMsg')"`);
    expect(xml).toContain('<text id="/data/q1:jr:constraintMsg"><value>Not <output value="/data/q1"/></value></text>');
    expect(xml).toContain(`jr:requiredMsg="jr:itext('/data/q1:jr:requiredMsg')"`);
  });

  it('col-27 a big image needs an image beside it', () => {
    const { errors } = convertForm('| survey |\n| | type | name | label | big-image |\n| | text | q1 | Q1 | b.png |');
    expect(placesOf(errors)).toEqual(['image_missing survey:2 big-image']);
  });

  it('col-27 look-ups in labels are outputs; one that compares is warned of', () => {
    const form = (filter: string) =>
      `| survey |\n| | type | name | label |\n| | text | q1 | Q1 |\n| | note | n1 | See instance('c1')/root/item[${filter}]/label now |\n| choices |\n| | list_name | name | label |\n| | c1 | a | A |`;
    expect(xformOf(form('name = ${q1}'))).toContain(
      `<label>See <output value="instance('c1')/root/item[name = /data/q1 ]/label"/> now</label>`,
    );
    expect(placesOf(convertForm(form('age < 5')).warnings)).toEqual(['lookup_in_text survey:3 label']);
  });
});

describe('settings', () => {
  const withSettings = (headers: string, cells: string) =>
    `| survey |\n| | type | name | label |\n| | text | q1 | Q1 |\n| settings |\n| | ${headers} |\n| | ${cells} |`;

  it('col-27 name the form and say how it is sent', () => {
    const xml = xformOf(
      withSettings(
        'form_title | form_id | version | name | style | submission_url | auto_send',
        'Titel | f1 | 7 | root | pages | https://x.y | true',
      ),
    );
    expect(xml).toContain('<h:title>Titel</h:title>');
    expect(xml).toContain('<root id="f1" version="7">');
    expect(xml).toContain('<submission action="https://x.y" method="post" orx:auto-send="true"/>');
    expect(xml).toContain('<h:body class="pages">');
  });

  it('col-27 without a form_id, the file gives the id', () => {
    const form = '| survey |\n| | type | name | label |\n| | text | q1 | Q1 |';
    expect(convertForm(form, { formId: 'visits' }).model).toMatchObject({
      formId: 'visits',
      title: 'visits',
      rootName: 'data',
    });
    expect(convertForm(form).model).toMatchObject({ formId: 'data', title: 'data' });
    expect(convertForm(form, { name: 'visit' }).model).toMatchObject({ rootName: 'visit' });
  });

  it('col-27 add namespaces and attributes of the root', () => {
    const xml = xformOf(withSettings('namespaces | attribute::ex:a', 'ex="http://example.org/" | 5'));
    expect(xml).toContain('xmlns:ex="http://example.org/"');
    expect(xml).toContain('<data ex:a="5" id="data">');
    expect(placesOf(convertForm(withSettings('attribute::ex:a', '5')).errors)).toEqual([
      'header_unusable settings:1 attribute::ex:a',
    ]);
  });

  it('col-27 name submissions, or leave their id out unless they are encrypted', () => {
    expect(xformOf(withSettings('instance_name', "concat('a', ${q1})"))).toContain(
      `<bind nodeset="/data/meta/instanceName" type="string" calculate="concat('a', /data/q1 )"/>`,
    );
    expect(xformOf(withSettings('omit_instanceID', 'yes'))).not.toContain('<meta>');
    expect(placesOf(convertForm(withSettings('omit_instanceID | public_key', 'yes | abc')).errors)).toEqual([
      'setting_conflict settings:2 omit_instanceID',
    ]);
  });

  it('col-27 under both names of the id, form_id counts, with a warning', () => {
    const { xml, warnings } = convertForm(withSettings('form_id | id_string', 'new | old'));
    expect(xml).toContain('<data id="new">');
    expect(placesOf(warnings)).toEqual(['setting_conflict settings:1 id_string']);
  });

  it('col-27 a root that cannot be a name is refused', () => {
    expect(placesOf(convertForm(withSettings('name', '1a')).errors)).toEqual(['name_invalid settings:1 name']);
    expect(
      placesOf(convertForm('| survey |\n| | type | name | label |\n| | text | q1 | Q1 |', { name: 'a b' }).errors),
    ).toEqual(['name_invalid :']);
  });

  it('col-27 flat takes the groups out of the submission', () => {
    const xml = xformOf(
      '| survey |\n| | type | name | label | relevant |\n| | begin group | g1 | G1 | 1 = 1 |\n| | text | q1 | Q1 | 2 = 2 |\n| | end group | | | |\n| settings |\n| | flat |\n| | yes |',
    );
    expect(xml).toContain('<data id="data"><q1/><meta>');
    expect(xml).toContain('<bind nodeset="/data/q1" type="string" relevant="1 = 1 and (2 = 2)"/>');
  });
});
