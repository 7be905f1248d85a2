import { findUsedLists } from './choices/used-lists.ts';
import type { Finding } from './findings/finding.ts';
import { Findings } from './findings/findings.ts';
import { buildForm, type BuiltForm } from './form/build-form.ts';
import { readForm } from './form/read-form.ts';
import type { FormModel } from './model/form-model.ts';
import { readXformElement } from './model/read-xform.ts';
import { languagesOf } from './output/itext.ts';
import { checkDocument } from './output/check-document.ts';
import { writeXml } from './output/write-xml.ts';
import { xform } from './output/xform.ts';
import { findUncodedLanguages } from './sheets/language-codes.ts';
import type { Workbook } from './workbook/workbook.ts';

export interface ConversionOptions {
  /** Name of the root node, unless the settings sheet gives one. Default `data`. */
  readonly name?: string;
  /** Id of the form, unless the settings sheet gives one: the name of the file, without its extension. Default `data`. */
  readonly formId?: string;
  /** Are lists of choices that no question uses written too? Default true; false keeps forms small for phones. */
  readonly includeUnusedChoices?: boolean;
}

/** What became of a workbook. `xml` and `model` are null when there are errors, and only then. */
export interface Conversion {
  /** The XForm, on one line; the same workbook and options give the same bytes. */
  readonly xml: string | null;
  readonly model: FormModel | null;
  readonly warnings: readonly Finding[];
  readonly errors: readonly Finding[];
}

/**
 * Converts an XLSForm into an XForm (specification of forms, section 6; the semantics of pyxform 4.5). Mistakes in the
 * form are collected and returned, never thrown: all of a stage are told before the next one is not begun.
 */
export function convertWorkbook(workbook: Workbook, options: ConversionOptions = {}): Conversion {
  const findings = new Findings();
  const converted = findings.attempt(() => convert(workbook, options, findings));
  const { errors, warnings } = findings;
  if (!converted || errors.length > 0) return { xml: null, model: null, warnings, errors };
  return { ...converted, warnings, errors };
}

function convert(
  workbook: Workbook,
  options: ConversionOptions,
  findings: Findings,
): Pick<Conversion, 'xml' | 'model'> | undefined {
  const form = readForm(workbook, options, findings);
  if (findings.errors.length > 0) return undefined;
  const built = buildForm(form, findings);
  if (findings.errors.length > 0) return undefined;
  return writeForm(built, options, findings);
}

function writeForm(
  { output, lists }: BuiltForm,
  { includeUnusedChoices = true }: ConversionOptions,
  findings: Findings,
): Pick<Conversion, 'xml' | 'model'> | undefined {
  const written = includeUnusedChoices ? lists.values() : findUsedLists(output.survey, lists);
  const document = xform(output, written, findings);
  if (findings.errors.length > 0) return undefined;
  checkDocument(document);
  warnOfLanguages(languagesOf(output), findings);
  return { xml: writeXml(document), model: readXformElement(document) };
}

function warnOfLanguages(languages: readonly string[], findings: Findings): void {
  const uncoded = findUncodedLanguages(languages);
  if (uncoded.length === 0) return;
  const message = `The languages ${uncoded.join(', ')} have no code that machines know. Write it after the name, in brackets: 'English (en)'.`;
  findings.warn('language_code_unknown', {}, message);
}
