/** Where a column's cells go: one word, or a group and a member of it. */
type Target = readonly [string] | readonly [string, string];

/** What one sheet calls its columns (specification of forms, section 6.2). */
export interface ColumnNames {
  /** Names that mean themselves. */
  readonly known: ReadonlySet<string>;
  /** Other names for them, in lower case with underscores. */
  readonly aliases: ReadonlyMap<string, Target>;
}

const media: readonly [string, Target][] = [
  ['image', ['media', 'image']],
  ['big-image', ['media', 'big-image']],
  ['audio', ['media', 'audio']],
  ['video', ['media', 'video']],
];

export const surveyColumns: ColumnNames = {
  known: new Set([
    'type',
    'name',
    'label',
    'hint',
    'guidance_hint',
    'default',
    'trigger',
    'parameters',
    'choice_filter',
    'bind',
    'control',
    'instance',
    'media',
    'itemset',
    'choices',
    'query',
    'list_name',
    'sms_field',
  ]),
  aliases: new Map<string, Target>([
    ...media,
    ['command', ['type']],
    ['tag', ['name']],
    ['value', ['name']],
    ['caption', ['label']],
    ['appearance', ['control', 'appearance']],
    ['autoplay', ['control', 'autoplay']],
    ['rows', ['control', 'rows']],
    ['body', ['control']],
    ['count', ['control', 'jr:count']],
    ['repeat_count', ['control', 'jr:count']],
    ['jr:count', ['control', 'jr:count']],
    ['readonly', ['bind', 'readonly']],
    ['read_only', ['bind', 'readonly']],
    ['relevant', ['bind', 'relevant']],
    ['relevance', ['bind', 'relevant']],
    ['required', ['bind', 'required']],
    ['constraint', ['bind', 'constraint']],
    ['calculation', ['bind', 'calculate']],
    ['calculate', ['bind', 'calculate']],
    ['constraint_message', ['bind', 'jr:constraintMsg']],
    ['constraining_message', ['bind', 'jr:constraintMsg']],
    ['required_message', ['bind', 'jr:requiredMsg']],
    ['requiredmsg', ['bind', 'jr:requiredMsg']],
    ['noapperrorstring', ['bind', 'jr:noAppErrorString']],
    ['no_app_error_string', ['bind', 'jr:noAppErrorString']],
    ['save_to', ['bind', 'entities:saveto']],
    ['compact_tag', ['instance', 'odk:tag']],
    ['sms_option', ['sms_option']],
    ['sms_separator', ['sms_separator']],
    ['sms_allow_media', ['sms_allow_media']],
    ['sms_date_format', ['sms_date_format']],
    ['sms_datetime_format', ['sms_datetime_format']],
    ['sms_response', ['sms_response']],
  ]),
};

/** Also of `external_choices` and `osm`. */
export const choicesColumns: ColumnNames = {
  known: new Set(['name', 'label', 'media', 'sms_option']),
  aliases: new Map<string, Target>([
    ...media,
    ['caption', ['label']],
    ['value', ['name']],
    ['list_name', ['list name']],
  ]),
};

export const settingsColumns: ColumnNames = {
  known: new Set([
    'add_none_option',
    'allow_choice_duplicates',
    'attribute',
    'auto_delete',
    'auto_send',
    'clean_text_values',
    'client_editable',
    'default_language',
    'delimiter',
    'flat',
    'id_string',
    'instance_id',
    'instance_name',
    'instance_xmlns',
    'name',
    'namespaces',
    'omit_instanceID',
    'prefix',
    'public_key',
    'sms_allow_media',
    'sms_date_format',
    'sms_datetime_format',
    'sms_keyword',
    'sms_response',
    'sms_separator',
    'style',
    'submission_url',
    'title',
    'version',
  ]),
  aliases: new Map<string, Target>([
    ['form_title', ['title']],
    ['set_form_title', ['title']],
    ['form_id', ['id_string']],
    ['set_form_id', ['id_string']],
  ]),
};

export const entitiesColumns: ColumnNames = {
  known: new Set(['dataset', 'entity_id', 'create_if', 'update_if', 'label']),
  aliases: new Map<string, Target>([['list_name', ['dataset']]]),
};

/** Columns that may come once per language, by their canonical words; the value is what people call them. */
export const translatableSurveyColumns: ReadonlyMap<string, string> = new Map([
  ['label', 'label'],
  ['hint', 'hint'],
  ['guidance_hint', 'guidance_hint'],
  ['image', 'image'],
  ['big-image', 'big-image'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['jr:constraintMsg', 'constraint_message'],
  ['jr:requiredMsg', 'required_message'],
]);

/** The same of the choices sheet. */
export const translatableChoicesColumns: ReadonlyMap<string, string> = new Map([
  ['label', 'label'],
  ['image', 'image'],
  ['big-image', 'big-image'],
  ['audio', 'audio'],
  ['video', 'video'],
]);
