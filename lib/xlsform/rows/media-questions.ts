import { textCell, type FormRow } from '../sheets/cells.ts';
import { findPackageNameFault } from './package-name.ts';
import { newQuestion, setDefault } from './new-question.ts';
import { checkParameterNames, isInteger, refuseParameter, type Parameters } from './parameters.ts';
import type { FormElement } from '../tree/form-element.ts';
import type { SurveyContext } from './survey-context.ts';

const imageAddress = 'jr://images/';
const qualities = ['normal', 'low', 'voice-only'];

/** A picture. */
export function photoQuestion(context: SurveyContext, row: FormRow, parameters: Parameters): FormElement {
  checkParameterNames(context, row, { parameters, accepted: ['max-pixels', 'app'] });
  const question = newQuestion(context, row, 'photo');
  const given = textCell(row.cells, 'default');
  if (given !== undefined && !question.isDefaultDynamic && !given.includes(imageAddress)) {
    setDefault(context, question, `${imageAddress}${given}`);
  }
  const maxPixels = parameters.get('max-pixels');
  if (maxPixels === undefined) warnOfSize(context, row);
  else if (!isInteger(maxPixels)) refuseParameter(context, row, `'max-pixels' is a whole number, not '${maxPixels}'.`);
  else question.bind?.set('orx:max-pixels', maxPixels);
  const app = parameters.get('app');
  const appearance = question.control.get('appearance');
  if (app !== undefined && (appearance === undefined || appearance === 'annotate')) {
    const fault = findPackageNameFault(app);
    if (fault !== undefined) refuseParameter(context, row, `'app' is the package name of an Android app: ${fault}`);
    question.control.set('intent', app);
  }
  return question;
}

function warnOfSize({ findings, sheet }: SurveyContext, row: FormRow): void {
  const message =
    "Pictures are sent in full size. The parameter 'max-pixels' makes them smaller, which saves time and space.";
  findings.warn('image_size_unbounded', { sheet: sheet.name, row: row.number, column: 'parameters' }, message);
}

/** A recording that the person makes. */
export function audioQuestion(context: SurveyContext, row: FormRow, parameters: Parameters): FormElement {
  const quality = readQuality(context, row, { parameters, accepted: [...qualities, 'external'] });
  const question = newQuestion(context, row, 'audio');
  if (quality !== undefined) question.bind?.set('odk:quality', quality);
  return question;
}

/** A recording that runs while the form is open. */
export function backgroundAudioQuestion(context: SurveyContext, row: FormRow, parameters: Parameters): FormElement {
  const quality = readQuality(context, row, { parameters, accepted: qualities });
  const question = newQuestion(context, row, 'background-audio');
  const attributes = quality === undefined ? {} : { 'odk:quality': quality };
  question.actions.push({ name: 'odk:recordaudio', event: 'odk-instance-load', attributes });
  return question;
}

function readQuality(
  context: SurveyContext,
  row: FormRow,
  { parameters, accepted }: { parameters: Parameters; accepted: readonly string[] },
): string | undefined {
  checkParameterNames(context, row, { parameters, accepted: ['quality'] });
  const quality = parameters.get('quality');
  if (quality !== undefined && !accepted.includes(quality)) {
    refuseParameter(context, row, `'quality' is one of ${accepted.join(', ')}, not '${quality}'.`);
  }
  return quality;
}
