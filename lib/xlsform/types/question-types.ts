/** What a type gives every question of it, before its row says more. */
export interface QuestionType {
  /** null: nothing is shown. */
  readonly control: ControlType | null;
  readonly bind: Readonly<Record<string, string>>;
  readonly hint?: string;
}

export interface ControlType {
  readonly tag: 'input' | 'select' | 'select1' | 'odk:rank' | 'upload' | 'trigger' | 'range' | 'action';
  readonly attributes?: Readonly<Record<string, string>>;
}

const input: ControlType = { tag: 'input' };

function inputOf(type: string): QuestionType {
  return { control: input, bind: { type } };
}

function uploadOf(mediatype: string): QuestionType {
  return { control: { tag: 'upload', attributes: { mediatype } }, bind: { type: 'binary' } };
}

function selectOf(tag: ControlType['tag'], type = 'string'): QuestionType {
  return { control: { tag }, bind: { type } };
}

function preloaded(preload: string, params: string, type: string): QuestionType {
  return { control: null, bind: { 'jr:preload': preload, 'jr:preloadParams': params, type } };
}

function property(name: string): QuestionType {
  return preloaded('property', name, 'string');
}

function daysOf(most: number): QuestionType {
  return {
    control: input,
    bind: { type: 'int', constraint: `0 <= . and . <= ${most}` },
    hint: `Enter a number 0-${most}.`,
  };
}

const note: QuestionType = { control: input, bind: { readonly: 'true()', type: 'string' } };
const acknowledge: QuestionType = { control: { tag: 'trigger' }, bind: { type: 'string' } };
const hidden: QuestionType = { control: null, bind: { type: 'string' } };
const startTime = preloaded('timestamp', 'start', 'dateTime');
const endTime = preloaded('timestamp', 'end', 'dateTime');
const today = preloaded('date', 'today', 'date');

/** Behaviours by the names that forms use today (specification of forms, section 6.3). */
const behaviours: Readonly<Record<string, QuestionType>> = {
  text: inputOf('string'),
  note,
  integer: inputOf('int'),
  decimal: inputOf('decimal'),
  date: inputOf('date'),
  time: inputOf('time'),
  dateTime: inputOf('dateTime'),
  geopoint: inputOf('geopoint'),
  geotrace: inputOf('geotrace'),
  geoshape: inputOf('geoshape'),
  barcode: inputOf('barcode'),
  'select one': selectOf('select1'),
  'select all that apply': selectOf('select'),
  'select one external': inputOf('string'),
  rank: selectOf('odk:rank', 'odk:rank'),
  range: { control: { tag: 'range' }, bind: { type: 'int' } },
  photo: uploadOf('image/*'),
  audio: uploadOf('audio/*'),
  video: uploadOf('video/*'),
  file: uploadOf('application/*'),
  osm: uploadOf('osm/*'),
  acknowledge,
  trigger: { control: { tag: 'trigger' }, bind: {} },
  calculate: hidden,
  hidden,
  start: startTime,
  end: endTime,
  today,
  deviceid: property('deviceid'),
  phonenumber: property('phonenumber'),
  email: property('email'),
  username: property('username'),
  subscriberid: property('subscriberid'),
  simserial: property('simserial'),
  'uri:deviceid': property('uri:deviceid'),
  'uri:phonenumber': property('uri:phonenumber'),
  'uri:email': property('uri:email'),
  'uri:username': property('uri:username'),
  'uri:subscriberid': property('uri:subscriberid'),
  'uri:simserial': property('uri:simserial'),
  'start-geopoint': { control: { tag: 'action' }, bind: { type: 'geopoint' } },
  'background-geopoint': { control: { tag: 'trigger' }, bind: { type: 'geopoint' } },
  'background-audio': { control: { tag: 'action' }, bind: { type: 'binary' } },
  audit: { control: null, bind: { type: 'binary' } },
  percentage: { control: input, bind: { type: 'int', constraint: '0 <= . and . <= 100' } },
  'number of days in last month': daysOf(31),
  'number of days in last six months': daysOf(183),
  'number of days in last year': daysOf(365),
  'phone number': {
    control: input,
    bind: { type: 'string', constraint: String.raw`regex(., '^\d*$')` },
    hint: 'Enter numbers only.',
  },
};

/** Other names of the behaviours; most are older than the form standard. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  text: ['string', 'q string', 'add text prompt'],
  note: ['q note', 'add note prompt'],
  integer: ['int', 'q int', 'add integer prompt'],
  decimal: ['q decimal', 'add decimal prompt'],
  date: ['q date', 'add date prompt'],
  dateTime: ['datetime', 'date time', 'q date time', 'q dateTime', 'add date time prompt', 'add dateTime prompt'],
  geopoint: ['gps', 'location', 'q location', 'q geopoint', 'add location prompt'],
  barcode: ['q barcode', 'add barcode prompt'],
  'select one': ['q select1', 'select one using', 'add select one prompt using'],
  'select all that apply': [
    'q select',
    'select multiple from',
    'select multiple using',
    'select all that apply from',
    'add select multiple prompt using',
  ],
  photo: ['image', 'q image', 'q picture', 'add image prompt', 'add photo prompt'],
  audio: ['q audio', 'add audio prompt'],
  video: ['q video', 'add video prompt'],
  file: ['add file prompt'],
  acknowledge: ['q acknowledge', 'add acknowledge prompt'],
  calculate: ['q calculate', 'add calculate prompt'],
  start: ['start time', 'get start time'],
  end: ['end time', 'get end time'],
  today: ['get today'],
  deviceid: ['imei', 'device id', 'get device id'],
  phonenumber: ['get phone number'],
  subscriberid: ['subscriber id', 'get subscriber id'],
  simserial: ['sim id', 'get sim id'],
  rank: ['odk:rank'],
};

const types = new Map(Object.entries(behaviours));
for (const [name, others] of Object.entries(aliases)) {
  const type = behaviours[name];
  for (const other of type ? others : []) if (type) types.set(other, type);
}

/** The behaviour behind a type as written; undefined when there is none of that name. */
export function findQuestionType(name: string): QuestionType | undefined {
  return types.get(name);
}

const renamed = new Map([
  ['imei', 'deviceid'],
  ['image', 'photo'],
  ['add image prompt', 'photo'],
  ['add photo prompt', 'photo'],
  ['add audio prompt', 'audio'],
  ['add video prompt', 'video'],
  ['add file prompt', 'file'],
]);

/** Names whose questions take the parameters of today's name too. */
export function toCurrentTypeName(name: string): string {
  return renamed.get(name) ?? name;
}
