import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';

/** One question with parameters and an appearance, on row 2. */
function question(type: string, parameters = '', appearance = ''): string {
  return `| survey |\n| | type | name | label | parameters | appearance |\n| | ${type} | q1 | Q1 | ${parameters} | ${appearance} |`;
}

const list = '\n| choices |\n| | list_name | name | label |\n| | c1 | 1 | One |\n| | c1 | 3 | Three |';

function codesOf(type: string, parameters = '', appearance = ''): string[] {
  return placesOf(convertForm(question(type, parameters, appearance) + list).errors);
}

describe('types of questions', () => {
  it.each([
    ['q int', 'type="int"', '<input ref="/data/q1">'],
    ['add date time prompt', 'type="dateTime"', '<input ref="/data/q1">'],
    ['gps', 'type="geopoint"', '<input ref="/data/q1">'],
    ['string', 'type="string"', '<input ref="/data/q1">'],
    ['file', 'type="binary"', '<upload ref="/data/q1" mediatype="application/*">'],
    ['acknowledge', 'type="string"', '<trigger ref="/data/q1">'],
    ['percentage', 'constraint="0 &lt;= . and . &lt;= 100"', '<input ref="/data/q1">'],
    ['number of days in last six months', 'type="int"', '<hint>Enter a number 0-183.</hint>'],
    ['rank c1', 'type="odk:rank"', '<odk:rank ref="/data/q1">'],
    ['add select multiple prompt using c1', 'type="string"', '<select ref="/data/q1">'],
  ])('col-27 %s', (type, bind, control) => {
    const xml = xformOf(question(type) + list);
    expect(xml).toContain(bind);
    expect(xml).toContain(control);
  });

  it('col-27 metadata shows nothing and is filled in by the device', () => {
    const xml = xformOf(
      '| survey |\n| | type | name |\n| | start | s |\n| | today | t |\n| | get device id | d |\n| | username | u |',
    );
    expect(xml).toContain('<bind nodeset="/data/s" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>');
    expect(xml).toContain('<bind nodeset="/data/t" jr:preload="date" jr:preloadParams="today" type="date"/>');
    expect(xml).toContain('jr:preloadParams="deviceid"');
    expect(xml).toContain('jr:preloadParams="username"');
    expect(xml).toContain('<h:body/>');
  });

  it('col-27 a type that nobody knows is an error in its row', () => {
    expect(codesOf('dance')).toEqual(['type_unknown survey:2 type']);
    expect(codesOf('select_one nowhere')).toEqual(['choices_missing survey:2 type']);
  });

  it('col-27 what is chosen is stored as text', () => {
    const form = `| survey |\n| | type | name | label | bind::type |\n| | select_one c1 | q1 | Q1 | int |${list}`;
    expect(placesOf(convertForm(form).errors)).toEqual(['bind_type_unsupported survey:2 bind::type']);
  });

  it('col-27 a note may do without a name', () => {
    expect(xformOf('| survey |\n| | type | label |\n| | note | Hello |')).toContain('<generated_note_name_2/>');
  });
});

describe('parameters', () => {
  it('col-27 pairs stand between blanks, commas or semicolons; anything else is an error', () => {
    for (const written of [
      'start=0 end=5',
      'start=0, end=5',
      'start=0; end=5',
      ' START=0  end=5 ',
      'start = 0 , end= 5;',
      ';start=0,,end=5 , step=1',
      'start=7 start=0 end=5',
    ]) {
      expect(xformOf(question('range', written))).toContain('<range ref="/data/q1" start="0" end="5" step="1">');
    }
    for (const written of ['start', 'start==1', 'start=1 & end=2', 'start=', '=1', 'start=1 2', 'start=1=2']) {
      expect(codesOf('range', written)).toEqual(['parameter_malformed survey:2 parameters']);
    }
    expect(codesOf('range', 'stop=3')).toEqual(['parameter_unknown survey:2 parameters']);
  });

  it.each([
    ['text', 'rows=many'],
    ['image', 'max-pixels=big'],
    ['image', 'app=noperiod'],
    ['audio', 'quality=loud'],
    ['background-audio', 'quality=external'],
    ['geopoint', 'capture-accuracy=near'],
    ['geotrace', 'incremental=false'],
    ['geoshape', 'allow-mock-accuracy=maybe'],
    ['geoshape', 'reference-geometry=nowhere'],
    ['select_one c1', 'randomize=ja'],
    ['select_one c1', 'seed=1'],
    ['select_one c1', 'randomize=true seed=x'],
    ['select_one_from_file a.csv', 'value=1x'],
  ])('col-27 %s does not take %s', (type, parameters) => {
    expect(codesOf(type, parameters)).toEqual(['parameter_invalid survey:2 parameters']);
  });

  it('col-27 a value that names something keeps its case', () => {
    const xml = xformOf(question('select_one_from_file a.csv', 'value=Code label=TheName'));
    expect(xml).toContain('<value ref="Code"/><label ref="TheName"/>');
  });

  it('col-27 a range is decimal when one of its numbers is, and labels only ticks that it has', () => {
    expect(xformOf(question('range', 'start=0 end=1 step=0.1'))).toContain('type="decimal"');
    expect(xformOf(question('range', 'start=0 end=2.0 step=1'))).toContain('type="int"');
    expect(xformOf(question('range', 'start=1 end=3 step=2 tick_labelset=c1') + list)).toContain(
      "instance('c1')/root/item",
    );
    for (const wrong of [
      'step=0',
      'step=20',
      'tick_interval=3 step=2',
      'placeholder=11',
      'start=a',
      'tick_labelset=c2',
      'start=2 end=3 tick_labelset=c1',
    ]) {
      expect(codesOf('range', wrong), wrong).toEqual(['parameter_invalid survey:2 parameters']);
    }
    expect(codesOf('range', 'placeholder=2', 'picker')).toEqual(['parameter_invalid survey:2 parameters']);
  });

  it('col-27 an audit stands in meta under its own name, with places only when all is said of them', () => {
    const audit = (name: string, parameters: string) =>
      `| survey |\n| | type | name | parameters |\n| | audit | ${name} | ${parameters} |`;
    const xml = xformOf(audit('', 'track-changes=true'));
    expect(xml).toContain('<meta><audit/><instanceID/></meta>');
    expect(xml).toContain('<bind nodeset="/data/meta/audit" type="binary" odk:track-changes="true"/>');
    expect(placesOf(convertForm(audit('log', '')).errors)).toEqual(['audit_name survey:2 name']);
    const location = 'location-priority=balanced location-min-interval=60';
    expect(placesOf(convertForm(audit('', location)).errors)).toEqual(['parameter_invalid survey:2 parameters']);
    expect(placesOf(convertForm(audit('', `${location} location-max-age=30`)).errors)).toEqual([
      'parameter_invalid survey:2 parameters',
    ]);
    expect(xformOf(audit('', `${location} location-max-age=60`))).toContain('odk:location-max-age="60"');
  });

  it('col-27 pictures without a limit are a warning', () => {
    expect(placesOf(convertForm(question('image')).warnings)).toEqual(['image_size_unbounded survey:2 parameters']);
    expect(convertForm(question('image', 'max-pixels=1024')).warnings).toEqual([]);
  });
});

describe('defaults and triggers', () => {
  const form = (type: string, given: string) =>
    `| survey |\n| | type | name | label | default |\n| | ${type} | q1 | Q1 | ${given} |`;

  it.each([
    ['text', 'a-b'],
    ['date', '2024-01-01'],
    ['geopoint', '12.5 -3.2 0 0'],
    ['integer', '-5'],
  ])('col-27 a %s can begin with %s', (type, given) => {
    expect(xformOf(form(type, given))).toContain(`<q1>${given}</q1>`);
  });

  it.each([
    ['text', 'now()'],
    ['integer', '1 + 1'],
    ['text', "concat('a', 'b')"],
  ])('col-27 a %s evaluates %s when the form opens', (type, given) => {
    expect(xformOf(form(type, given))).toContain(
      `<setvalue ref="/data/q1" event="odk-instance-first-load" value="${given}"/>`,
    );
  });

  it('col-27 in a repeat a default is evaluated in each new one too', () => {
    const xml = xformOf(
      '| survey |\n| | type | name | label | default |\n| | begin repeat | r1 | R1 | |\n| | text | q1 | Q1 | now() |\n| | end repeat | | | |',
    );
    expect(xml).toContain('<setvalue ref="/data/r1/q1" event="odk-new-repeat" value="now()"/></repeat>');
  });

  it('col-27 a trigger sets its question when another changes, in the place of a calculation', () => {
    const xml = xformOf(`
      | survey |
      | | type                | name | label | trigger      | calculation |
      | | text                | q1   | Q1    |              |             |
      | | text                | q2   | Q2    |              |             |
      | | calculate           | q3   |       | \${q1}, \${q2} | now()       |
      | | background-geopoint | q4   |       | \${q1}        |             |`);
    const set = '<setvalue ref="/data/q3" event="xforms-value-changed" value="now()"/>';
    expect(xml).toContain(
      `<label>Q1</label>${set}<odk:setgeopoint ref="/data/q4" event="xforms-value-changed"/></input>`,
    );
    expect(xml).toContain(`<label>Q2</label>${set}</input>`);
    expect(xml).toContain('<bind nodeset="/data/q3" type="string"/>');
  });

  it('col-27 triggers are questions that people see, with commas between them', () => {
    const triggered = (trigger: string) =>
      `| survey |\n| | type | name | label | trigger | calculation |\n| | calculate | q1 | | | 1 |\n| | text | q2 | Q2 | | |\n| | text | q3 | | ${trigger} | 2 |`;
    expect(placesOf(convertForm(triggered('${q1}')).errors)).toEqual(['trigger_invisible survey:4 trigger']);
    expect(placesOf(convertForm(triggered('${q1} ${q2}')).errors)).toEqual(['reference_separator survey:4 trigger']);
    expect(placesOf(convertForm(triggered('q2')).errors)).toEqual(['reference_malformed survey:4 trigger']);
    expect(placesOf(convertForm(triggered('${q9}')).errors)).toEqual(['reference_unknown survey:4 trigger']);
  });

  it('col-27 a calculate needs something to calculate; a question that is shown needs words', () => {
    expect(placesOf(convertForm('| survey |\n| | type | name |\n| | calculate | q1 |').errors)).toEqual([
      'calculation_missing survey:2 calculate',
    ]);
    expect(placesOf(convertForm('| survey |\n| | type | name |\n| | text | q1 |').errors)).toEqual([
      'label_missing survey:2 label',
    ]);
    expect(placesOf(convertForm('| survey |\n| | type | name | guidance_hint |\n| | text | q1 | G |').errors)).toEqual([
      'label_missing survey:2 label',
    ]);
  });
});
