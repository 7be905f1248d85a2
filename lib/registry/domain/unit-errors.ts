import type { UnitMember } from './unit-state.ts';

/** What may be wrong with a unit, as a sentence; `{}` stands for the value at hand (spec iaso-georegistry 3.1 and 9.2). */
const sentences = {
  name_missing: 'A unit needs a name.',
  name_too_long: 'The name is longer than 255 characters.',
  type_missing: 'A unit needs a type.',
  type_unknown: 'There is no such type.',
  status_unknown: 'The status "{}" is none of NEW, VALID and REJECTED.',
  parent_unknown: 'There is no such parent, or it is not yours to see.',
  parent_elsewhere: 'The parent is in another version.',
  parent_in_circle: 'The unit cannot stand under itself or under a unit below it.',
  tree_too_deep: 'The tree would be deeper than 64 levels.',
  parent_not_allowed: 'You may not place units under "{}".',
  parent_required: 'Your role covers a part of the tree only: choose a parent in it.',
  group_unknown: 'There is no such group: {}.',
  group_elsewhere: 'The group "{}" is in another version.',
  date_invalid: '"{}" is not a date. Write it as 2026-11-22.',
  closed_before_opening: 'The unit would close before it opens.',
  code_too_long: 'The code is longer than 255 characters.',
  code_repeated: 'The valid unit "{}" has this code already.',
  source_ref_too_long: 'The external reference is longer than 255 characters.',
  source_ref_repeated: 'The unit "{}" has this external reference already.',
  sub_source_too_long: 'The part of the origin is longer than 255 characters.',
  alias_too_long: 'The alias "{}" is longer than 255 characters.',
  aliases_too_many: 'A unit has at most 100 aliases.',
  longitude_out_of_range: 'The longitude {} is not between -180 and 180.',
  latitude_out_of_range: 'The latitude {} is not between -90 and 90.',
  altitude_out_of_range: 'The altitude {} m is not on earth.',
  accuracy_negative: 'The accuracy is a distance in metres, 0 or more.',
  accuracy_without_location: 'An accuracy needs a location.',
  shape_off_earth: 'The shape has corners that are not on earth.',
  shape_too_large: 'The shape has more than {} corners. Simplify it first.',
  shape_unusable: 'The shape encloses no area.',
  shape_invalid: 'The shape crosses itself and cannot be mended without changing its area: {}.',
  extra_fields_too_large: 'The extra fields take more than 64 kB.',
  extra_field_unnamed: 'An extra field needs a name.',
  image_unknown: 'The unit has no such image.',
} as const;
export type UnitErrorCode = keyof typeof sentences;

/** One thing that is wrong with a unit. */
export interface UnitError {
  readonly field: UnitMember;
  readonly code: UnitErrorCode;
  /** For people, in English; pages say the code in the viewer's language. */
  readonly message: string;
  /** What the sentence is about. */
  readonly value?: string;
}

/** Names what is wrong with a member; `value` takes the place of `{}`. */
export function unitError(field: UnitMember, code: UnitErrorCode, value = ''): UnitError {
  return { field, code, message: sentences[code].replace('{}', value), ...(value === '' ? {} : { value }) };
}
