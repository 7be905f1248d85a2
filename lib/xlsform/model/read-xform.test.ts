import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FormModel, QuestionNode } from './form-model.ts';
import { readXform } from './read-xform.ts';

const shared = new URL('../../../../shared/data/', import.meta.url);
const hasShared = existsSync(shared);

interface Parts {
  readonly instance?: string;
  readonly model?: string;
  readonly body?: string;
}

function anXform({ instance = '', model = '', body = '' }: Parts): string {
  return `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms"
    xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head><h:title>A form</h:title><model>
    <instance><data id="f" version="3">${instance}</data></instance>${model}</model></h:head><h:body>${body}</h:body></h:html>`;
}

function questionAt(model: FormModel, path: string): QuestionNode {
  const found = model.nodes.find((node) => node.path === path);
  if (found?.kind !== 'question') throw new Error(`no question at ${path}`);
  return found;
}

describe('readXform', () => {
  it('col-23 reads identity, groups, repeats and their conditions from an uploaded XForm', () => {
    const model = readXform(
      anXform({
        instance: '<g><r jr:template=""><q/></r><r><q/></r></g><meta><instanceID/><instanceName/></meta>',
        model: `<bind nodeset="/data/g" relevant=" /data/x  &gt; 'a  b'"/><bind nodeset="/data/g/r/q" type="int"/>
          <bind nodeset="/data/meta/instanceName" calculate="concat( /data/x , 1)"/>`,
        body: `<group ref="/data/g" appearance="field-list" intent="org.example.PICK"><label>G</label>
          <group ref="/data/g/r"><label>R</label><repeat nodeset="/data/g/r" jr:count=" /data/n "><input ref="/data/g/r/q"><label>Q</label></input></repeat></group></group>`,
      }),
    );
    expect(model).toMatchObject({ formId: 'f', version: '3', title: 'A form', rootName: 'data', languages: [] });
    expect(model.instanceName).toBe('concat( /data/x , 1)');
    expect(model.nodes).toMatchObject([
      { kind: 'group', path: '/data/g', parent: null, relevant: "/data/x > 'a  b'", appearance: 'field-list' },
      { kind: 'repeat', path: '/data/g/r', parent: '/data/g', label: { text: { default: 'R' } }, count: '/data/n' },
      { kind: 'question', path: '/data/g/r/q', parent: '/data/g/r', type: 'integer', dataType: 'int' },
    ]);
    expect(model.nodes[0]?.attributes).toEqual({ intent: 'org.example.PICK' });
  });

  it('col-27 tells the type of a question from its control, bind and actions', () => {
    const binds: Record<string, string> = {
      start: 'type="dateTime" jr:preload="timestamp" jr:preloadParams="start"',
      user: 'type="string" jr:preload="property" jr:preloadParams="uri:username"',
      sum: 'type="string" calculate="1 + 1"',
      note: 'type="string" readonly="true()"',
      kept: 'type="string"',
      here: 'type="geopoint"',
      there: 'type="geopoint"',
      heard: 'type="binary"',
      pdf: 'type="binary"',
      old: 'type="select1"',
    };
    const names = Object.keys(binds);
    const model = readXform(
      anXform({
        instance: `${names.map((name) => `<${name}/>`).join('')}<meta><audit/></meta>`,
        model: `${names.map((name) => `<bind nodeset="/data/${name}" ${binds[name] ?? ''}/>`).join('')}
          <odk:setgeopoint ref="/data/here" event="odk-instance-first-load"/>
          <odk:recordaudio ref="/data/heard" event="odk-instance-load" odk:quality="low"/>
          <bind nodeset="/data/meta/audit" type="binary" odk:location-priority="balanced"/>`,
        body: `<input ref="/data/note"><label>N</label></input><upload ref="/data/pdf" mediatype="application/*"><label>P</label></upload>
          <select1 ref="/data/old"><label>O</label><item><label>A</label><value>a</value></item>
          <odk:setgeopoint ref="/data/there" event="xforms-value-changed"/></select1>`,
      }),
    );
    const types = model.nodes.map((node) => [node.name, node.kind === 'question' ? node.type : node.kind]);
    expect(Object.fromEntries(types)).toEqual({
      start: 'start',
      user: 'username',
      sum: 'calculate',
      note: 'note',
      kept: 'hidden',
      here: 'start-geopoint',
      there: 'background-geopoint',
      heard: 'background-audio',
      pdf: 'file',
      old: 'select_one',
      audit: 'audit',
    });
    expect(questionAt(model, '/data/there').triggers).toEqual(['/data/old']);
    expect(questionAt(model, '/data/old')).toMatchObject({ dataType: 'string', choices: { list: '/data/old' } });
    expect(questionAt(model, '/data/meta/audit').attributes).toEqual({ 'odk:location-priority': 'balanced' });
    expect(model.choiceLists).toMatchObject([{ name: '/data/old', choices: [{ value: 'a' }] }]);
  });

  it('col-27 reads languages, media, messages and references in texts', () => {
    const model = readXform(
      anXform({
        instance: '<q/>',
        model: `<itext><translation lang="English (en)" default="true()"><text id="q:label"><value>Hello <output value=" /data/n "/>!</value>
          <value form="image">jr://images/a.png</value></text><text id="q:msg"><value>No</value></text></translation>
          <translation lang="French (fr)"><text id="q:label"><value>Salut</value></text></translation></itext>
          <bind nodeset="/data/q" type="string" constraint=". != ''" jr:constraintMsg="jr:itext('q:msg')" required="true()" jr:requiredMsg="Please"/>`,
        body: `<input ref="/data/q"><label ref="jr:itext('q:label')"/><hint>H</hint></input>`,
      }),
    );
    expect(model.languages).toEqual(['English (en)', 'French (fr)']);
    expect(model.defaultLanguage).toBe('English (en)');
    expect(questionAt(model, '/data/q')).toMatchObject({
      label: {
        text: { 'English (en)': 'Hello ${/data/n}!', 'French (fr)': 'Salut' },
        image: { 'English (en)': 'jr://images/a.png' },
      },
      hint: { text: { default: 'H' } },
      constraintMessage: { text: { 'English (en)': 'No' } },
      required: 'true()',
      requiredMessage: { text: { default: 'Please' } },
    });
  });

  it('col-27 reads where choices come from: the form, a file, a repeat', () => {
    const itemset = (nodeset: string, value = 'name'): string =>
      `<itemset nodeset="${nodeset}"><value ref="${value}"/><label ref="label"/></itemset>`;
    const model = readXform(
      anXform({
        instance: '<a/><b/><c/><d/>',
        model: `<instance id="l"><root><item><name>1</name><label>One</label><zone>n</zone></item></root></instance>
          <instance id="places" src="jr://file-csv/places.csv"/>`,
        body: `<select1 ref="/data/a"><label>A</label>${itemset("randomize(instance('l')/root/item[zone = 'a,b'], /data/s )")}</select1>
          <select ref="/data/b"><label>B</label>${itemset("instance('places')/root/item", 'key')}</select>
          <select1 ref="/data/c"><label>C</label>${itemset("/data/r[./n != '']", 'n')}</select1>
          <input ref="/data/d" query="instance('towns')/root/item[state= /data/a ]"><label>D</label></input>`,
      }),
    );
    expect(model.choiceLists).toEqual([
      { name: 'l', choices: [{ value: '1', label: { text: { default: 'One' } }, columns: { zone: 'n' } }] },
    ]);
    expect(model.externalInstances).toEqual([{ id: 'places', src: 'jr://file-csv/places.csv' }]);
    const order = { isRandomized: false, seed: null };
    expect(model.nodes.map((node) => node.kind === 'question' && node.choices)).toEqual([
      { kind: 'list', list: 'l', filter: "zone = 'a,b'", isRandomized: true, seed: '/data/s' },
      { kind: 'instance', instance: 'places', value: 'key', label: 'label', filter: null, ...order },
      { kind: 'repeat', nodeset: '/data/r', value: 'n', label: 'label', filter: "./n != ''", ...order },
      { kind: 'instance', instance: 'towns', value: 'name', label: 'label', filter: 'state= /data/a', ...order },
    ]);
    expect(questionAt(model, '/data/d').type).toBe('select_one_external');
  });

  it('col-28 reads what submissions do to entities, once for a repeat and its template', () => {
    const meta = '<meta><entity dataset="trees" id="" create="1"><label/></entity></meta>';
    const model = readXform(
      anXform({
        instance: `<r jr:template=""><q/>${meta}</r><r><q/>${meta}</r>`,
        model: `<bind nodeset="/data/r/q" type="string" entities:saveto="species"/>
          <bind nodeset="/data/r/meta/entity/@create" calculate=" ../q  = 'x'"/>
          <bind nodeset="/data/r/meta/entity/label" calculate=" ../../../q "/>`,
        body: '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/q"><label>Q</label></input></repeat></group>',
      }),
    );
    expect(model.entities).toEqual([
      {
        path: '/data/r/meta/entity',
        dataset: 'trees',
        createIf: "../q = 'x'",
        updateIf: null,
        entityId: null,
        label: '../../../q',
      },
    ]);
    expect(questionAt(model, '/data/r/q').saveTo).toBe('species');
  });

  it('col-27 reads defaults, fixed and computed, and what a trigger sets', () => {
    const model = readXform(
      anXform({
        instance: '<a>7</a><b/><c/>',
        model: `<setvalue ref="/data/b" event="odk-instance-first-load" value="now()"/>`,
        body: `<input ref="/data/a"><label>A</label><setvalue ref="/data/c" event="xforms-value-changed" value=" /data/a  + 1"/></input>
          <input ref="/data/b"><label>B</label></input>`,
      }),
    );
    expect(questionAt(model, '/data/a').default).toEqual({ text: '7' });
    expect(questionAt(model, '/data/b').default).toEqual({ expression: 'now()' });
    expect(questionAt(model, '/data/c')).toMatchObject({
      type: 'calculate',
      calculation: '/data/a + 1',
      triggers: ['/data/a'],
    });
  });

  it.each([
    ['no XML at all', 'PK\u0003\u0004', 'file_unreadable'],
    ['another document', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'xform_invalid'],
    ['no primary instance', anXform({}).replace(/<instance>.*<\/instance>/s, ''), 'xform_invalid'],
  ])('col-23 refuses %s', (_what, xml, code) => {
    expect(() => readXform(xml)).toThrow(expect.objectContaining({ code }));
  });
});

describe.skipIf(!hasShared)('readXform on real forms (skipped without ../shared/data)', () => {
  it('col-27 reads every form of the conformance corpus, each path once', () => {
    const caseSchema = z.object({ id: z.string(), xml: z.string().optional() });
    const lines = readFileSync(new URL('xlsform/cases.jsonl', shared), 'utf8').trim().split('\n');
    const forms = lines.flatMap((line) => caseSchema.parse(JSON.parse(line)).xml ?? []);
    expect(forms.length).toBeGreaterThan(700);
    for (const xml of forms) {
      const { nodes, choiceLists } = readXform(xml);
      const paths = new Set(nodes.map(({ path }) => path));
      expect(paths.size).toBe(nodes.length);
      const lists = new Set(choiceLists.map(({ name }) => name));
      for (const node of nodes) {
        expect(node.parent === null || paths.has(node.parent)).toBe(true);
        if (node.kind === 'question' && node.choices?.kind === 'list') expect(lists).toContain(node.choices.list);
      }
    }
  });

  it('col-23 reads forms that were made by other writers, and says why one is no XML', () => {
    const read = (name: string): string => readFileSync(new URL(`forms/${name}`, shared), 'utf8');
    expect(() => readXform(read('hydro.xml'))).toThrow(/line 292: text data outside of root node/);
    const hydro = readXform(read('hydro.xml').replace(/(<\/h:html>).*$/s, '$1'));
    expect(hydro).toMatchObject({ formId: 'hydro(2)', version: '2025091901' });
    expect(hydro.nodes).toHaveLength(43);
    const laboratory = readXform(read('seed-data-command-form.xml'));
    expect(laboratory.languages).toEqual(['French', 'English']);
    expect(laboratory.choiceLists.length).toBeGreaterThan(5);
    expect(readXform(read('form_rapide_1666691000.xml')).submission?.autoSend).toBe('default');
  });
});
