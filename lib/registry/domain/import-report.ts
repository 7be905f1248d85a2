/** What can be said of a row. Notes were mended and taken; refusals keep the row out. */
export const noteSentences = {
  spaces: 'Superfluous spaces were left out.',
  line_break: 'A line break inside the cell became a space.',
  accents_mended: 'Accents were stored in the wrong encoding and have been mended.',
  accents_damaged: 'Some letters of this cell were lost before the file was made; correct them by hand.',
  decimal_comma: 'The decimal comma was read as a point.',
  level_missing: 'This level is empty: the unit stands under the next one above that is given.',
  position_missing: 'There is no position: the unit has no place on the map.',
  position_zero: 'The position 0, 0 lies in the Gulf of Guinea and was left out.',
  position_shared: 'Another row has exactly this position.',
  position_swapped: 'Latitude and longitude were swapped: the place lies with the others only the other way round.',
  name_repeated: 'Another row has this name under the same parent; both were taken as units of their own.',
  spelling_differs: 'The parent is written differently in another row; they were taken as one.',
  layer_ignored: 'The layer is not named as "level-2-District" is, and was left out.',
  shape_wide: 'The shape is wider than half the earth; if it crosses the date line, part it there in two.',
  shape_mended: 'The shape crossed itself or was not closed; it was made valid.',
  encoding_mended: 'The file is not in UTF-8; it was read in the encoding that makes words of it.',
  date_order_unknown: 'The date was read as day, month, year.',
  degrees_read: 'The coordinate was read as degrees, minutes and seconds.',
  merged_cells: 'Merged cells were read as if each of them had the text of the first.',
  title_ignored: 'A title above the names of the columns was left out.',
  sheet_ignored: 'The workbook has another sheet, which was left out: only the first that is not hidden is read.',
} as const;

export const refusalSentences = {
  name_missing: 'The name is missing.',
  name_too_long: 'The name is longer than 255 characters.',
  reference_missing: 'The reference is missing.',
  reference_too_long: 'The reference is longer than 255 characters.',
  code_too_long: 'The code is longer than 255 characters.',
  type_too_long: 'The name of the type is longer than 255 characters.',
  aliases_unusable: 'A unit has at most 100 aliases of at most 255 characters.',
  extra_fields_too_large: 'The extra fields of the row take more than 64 kB.',
  reference_repeated: 'Another row has this reference; a reference names one unit.',
  parent_unknown: 'No row and no unit of the version has the parent that is named.',
  parent_refused: 'Its parent is refused, and the unit cannot stand without it.',
  parent_in_circle: 'The unit would stand under itself.',
  tree_too_deep: 'The unit, or one below it, would stand deeper than 64 levels.',
  number_unreadable: 'This is not a number.',
  formula_failed: 'The formula of this cell could not be worked out where the file comes from.',
  latitude_out_of_range: 'A latitude lies between -90 and 90.',
  longitude_out_of_range: 'A longitude lies between -180 and 180.',
  position_half: 'Only one of latitude and longitude is given.',
  date_unreadable: 'This is not a date; write it as 2026-01-31.',
  closed_before_opened: 'The closing date lies before the opening date.',
  unit_repeated: 'Another row is the same unit of the version, by its reference or by its name and parent.',
  status_unknown: 'The status is one of NEW, VALID and REJECTED.',
  code_repeated: 'Another valid unit of the version has this code.',
  group_unknown: 'The file and the version have no group of this reference.',
  shape_unusable: 'The shape cannot be used; points and polygons can.',
  column_missing: 'The file has no such column, and cannot be read without it.',
  column_repeated: 'The file has several columns of this name; which of them is meant cannot be told.',
  type_differs: 'Another row of the file has this unit with another type.',
  reference_system_unknown: 'The coordinates are in a reference system that is not known here.',
  row_misshapen: 'The row has more cells than the header.',
  feature_unreadable: 'This feature cannot be read.',
} as const;

export type NoteCode = keyof typeof noteSentences;
export type RefusalCode = keyof typeof refusalSentences;
export type RowCode = NoteCode | RefusalCode;

/** One thing to know about one row. */
export interface ReportRow {
  /** Row as a spreadsheet shows it, the header being 1, whatever line breaks its cells have; of a layer: the feature's number. */
  readonly line: number;
  /** The file's name of the column; null: the row as a whole. */
  readonly column: string | null;
  readonly code: RowCode;
  readonly message: string;
}

/** What becomes of a unit of a file. */
export const unitActs = ['created', 'updated', 'unchanged'] as const;
export type UnitAct = (typeof unitActs)[number];

/** What would happen to one unit of a file, or has. */
export interface UnitOutcome {
  /** As in {@link ReportRow}. */
  readonly line: number;
  readonly layer: string | null;
  readonly name: string;
  readonly type: string;
  readonly act: UnitAct;
  /** Members that change; empty but for `updated`. */
  readonly changed: readonly string[];
}

/** What an import did, or would do. One shape everywhere: page, file, API and command line. */
export interface ImportReport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows that were kept out. */
  readonly refused: number;
  /** Units of the lowest level, one a row of a list. */
  readonly leaves: number;
  readonly rows: readonly ReportRow[];
}

/** A report's row with its sentence; `detail` names the value when that helps. */
export function reportRow({ line, column }: Pick<ReportRow, 'line' | 'column'>, code: RowCode, detail = ''): ReportRow {
  const sentence = code in noteSentences ? noteSentences[code as NoteCode] : refusalSentences[code as RefusalCode];
  return { line, column, code, message: detail === '' ? sentence : `${sentence} (${detail})` };
}

/** The column's name in a report: with its layer in files that have several. */
export function columnIn(layer: string | undefined, column: string | null): string | null {
  return layer === undefined ? column : [layer, ...(column === null ? [] : [column])].join(': ');
}

/** True when the code keeps its row out. */
export function isRefusal(code: RowCode): code is RefusalCode {
  return code in refusalSentences;
}
