/**
 * Everything a conversion can find wrong or worth saying, as stable codes. Grouped by what has to be mended:
 * the workbook, its headers, names, references, structure, parameters, choices, entities, output.
 */
export type FindingCode =
  | 'sheet_missing'
  | 'sheet_misspelled'
  | 'header_duplicate'
  | 'header_missing'
  | 'header_unsupported'
  | 'header_unusable'
  | 'name_missing'
  | 'name_invalid'
  | 'name_reserved'
  | 'name_duplicate'
  | 'name_differs_in_case'
  | 'type_missing'
  | 'type_unknown'
  | 'type_deprecated'
  | 'bind_type_unsupported'
  | 'column_deprecated'
  | 'label_missing'
  | 'image_missing'
  | 'structure_unmatched'
  | 'structure_too_deep'
  | 'expression_invalid'
  | 'loop_too_large'
  | 'reference_malformed'
  | 'reference_unknown'
  | 'reference_ambiguous'
  | 'reference_separator'
  | 'lookup_in_text'
  | 'parameter_malformed'
  | 'parameter_unknown'
  | 'parameter_invalid'
  | 'calculation_missing'
  | 'calculation_forbidden'
  | 'trigger_missing'
  | 'trigger_invisible'
  | 'choices_missing'
  | 'choice_name_missing'
  | 'choice_name_duplicate'
  | 'choice_name_has_space'
  | 'choice_label_missing'
  | 'choice_filter_unsupported'
  | 'choice_filter_missing'
  | 'search_conflict'
  | 'file_extension_unsupported'
  | 'instance_conflict'
  | 'audit_name'
  | 'setting_conflict'
  | 'entity_invalid'
  | 'entity_unplaced'
  | 'save_to_invalid'
  | 'save_to_out_of_scope'
  | 'translation_missing'
  | 'language_code_unknown'
  | 'or_other_translated'
  | 'image_size_unbounded'
  | 'row_skipped';

/** One thing found in a workbook: where a person sees it, and a sentence that says what is wrong and how to mend it. */
export interface Finding {
  readonly code: FindingCode;
  /** Sheet as written; null when it concerns no sheet. */
  readonly sheet: string | null;
  /** 1-based row as the spreadsheet shows it; null when it concerns no single row. */
  readonly row: number | null;
  /** Header as written; null when it concerns no single column. */
  readonly column: string | null;
  readonly message: string;
}

/** Where something was found; what is left out is null. */
export interface Place {
  readonly sheet?: string;
  readonly row?: number | null;
  readonly column?: string;
}
