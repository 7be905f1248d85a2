import type { XmlElement } from '#lib/formats/xml/parse-xml.ts';
import type { MetadataType, QuestionType } from './form-model.ts';

/** What tells the type of a question in an XForm. */
export interface QuestionSigns {
  readonly control: XmlElement | undefined;
  readonly bind: Readonly<Record<string, string>>;
  readonly dataType: string;
  /** Names and events of the actions on it: `odk:setgeopoint xforms-value-changed`. */
  readonly actions: ReadonlySet<string>;
  readonly isAudit: boolean;
}

const preloadTypes: Readonly<Record<string, MetadataType>> = {
  'timestamp start': 'start',
  'timestamp end': 'end',
  'date today': 'today',
  'property deviceid': 'deviceid',
  'property phonenumber': 'phonenumber',
  'property email': 'email',
  'property username': 'username',
  'property subscriberid': 'subscriberid',
  'property simserial': 'simserial',
};

const inputTypes: Readonly<Record<string, QuestionType>> = {
  int: 'integer',
  integer: 'integer',
  decimal: 'decimal',
  double: 'decimal',
  date: 'date',
  time: 'time',
  dateTime: 'dateTime',
  geopoint: 'geopoint',
  geotrace: 'geotrace',
  geoshape: 'geoshape',
  barcode: 'barcode',
};

const controlTypes: Readonly<Record<string, QuestionType>> = {
  select1: 'select_one',
  select: 'select_multiple',
  'odk:rank': 'rank',
  range: 'range',
  trigger: 'acknowledge',
};

const uploadTypes: Readonly<Record<string, QuestionType>> = {
  'image/*': 'image',
  'audio/*': 'audio',
  'video/*': 'video',
  'osm/*': 'osm',
};

/** The type of a question from what its XForm says of it (specification of forms, section 6.3). */
export function inferQuestionType(signs: QuestionSigns): QuestionType {
  const { control, bind, dataType } = signs;
  return inferBackgroundType(signs) ?? (control ? inferControlType(control, bind, dataType) : inferHiddenType(signs));
}

/** Metadata and what the device records by itself. */
function inferBackgroundType({ bind, actions, isAudit }: QuestionSigns): QuestionType | undefined {
  if (isAudit) return 'audit';
  if (actions.has('odk:recordaudio odk-instance-load')) return 'background-audio';
  if (actions.has('odk:setgeopoint odk-instance-first-load')) return 'start-geopoint';
  if (actions.has('odk:setgeopoint xforms-value-changed')) return 'background-geopoint';
  const preload = `${bind['jr:preload'] ?? ''} ${(bind['jr:preloadParams'] ?? '').replace(/^uri:/, '')}`;
  return preloadTypes[preload];
}

function inferControlType(control: XmlElement, bind: Readonly<Record<string, string>>, dataType: string): QuestionType {
  if (control.name === 'upload') return uploadTypes[control.attributes['mediatype'] ?? ''] ?? 'file';
  const byControl = controlTypes[control.name];
  if (byControl) return byControl;
  if (control.attributes['query'] !== undefined) return 'select_one_external';
  // A text that may never be changed is there to be read.
  if (dataType === 'string' && bind['readonly']?.trim() === 'true()') return 'note';
  return inputTypes[dataType] ?? 'text';
}

function inferHiddenType({ bind, actions }: QuestionSigns): QuestionType {
  return bind['calculate'] !== undefined || actions.has('setvalue xforms-value-changed') ? 'calculate' : 'hidden';
}
