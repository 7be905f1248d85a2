import { textCell, type FormRow } from '../sheets/cells.ts';
import type { FormElement } from '../tree/form-element.ts';
import { newQuestion } from './new-question.ts';
import { checkParameterNames, isInteger, refuseParameter, type Parameters } from './parameters.ts';
import { rowFault, type SurveyContext } from './survey-context.ts';

const auditName = 'audit';
const location = ['location-priority', 'location-min-interval', 'location-max-age'] as const;
const priorities = ['no-power', 'low-power', 'balanced', 'high-accuracy'];
const flags = ['track-changes', 'identify-user'] as const;
const accepted = [...location, ...flags, 'track-changes-reasons'];

/** The log of how the form was filled in, which stands in `meta`. */
export function auditQuestion(context: SurveyContext, row: FormRow, parameters: Parameters): FormElement {
  const name = textCell(row.cells, 'name');
  if (name !== undefined && name !== auditName) {
    const message = `An audit is always named 'audit', not '${name}'. Leave its name empty.`;
    throw rowFault(context, { code: 'audit_name', row, column: 'name' }, message);
  }
  row.cells.set('name', auditName);
  checkParameterNames(context, row, { parameters, accepted });
  const question = newQuestion(context, row, 'audit');
  const attributes = [...readFlags(context, row, parameters), ...readLocation(context, row, parameters)];
  for (const [key, value] of attributes) question.bind?.set(`odk:${key}`, value);
  return question;
}

function readFlags(context: SurveyContext, row: FormRow, parameters: Parameters): [string, string][] {
  for (const key of flags) {
    const value = parameters.get(key);
    if (value !== undefined && value !== 'true' && value !== 'false') {
      refuseParameter(context, row, `'${key}' is true or false, not '${value}'.`);
    }
  }
  const reasons = parameters.get('track-changes-reasons');
  if (reasons !== undefined && reasons !== 'on-form-edit') {
    refuseParameter(context, row, `'track-changes-reasons' can only be on-form-edit, not '${reasons}'.`);
  }
  return [...parameters].filter(([key]) => !location.some((name) => name === key));
}

/** Where the device is, all three or none. */
function readLocation(context: SurveyContext, row: FormRow, parameters: Parameters): [string, string][] {
  const given = location.flatMap((key): [string, string][] => {
    const value = parameters.get(key);
    return value === undefined ? [] : [[key, value]];
  });
  if (given.length === 0) return [];
  const [priority, minInterval, maxAge] = given.map(([, value]) => value);
  if (priority === undefined || minInterval === undefined || maxAge === undefined) {
    return refuseParameter(context, row, `To log places, give all of ${location.join(', ')}.`);
  }
  if (!priorities.includes(priority)) {
    refuseParameter(context, row, `'location-priority' is one of ${priorities.join(', ')}, not '${priority}'.`);
  }
  for (const [key, value] of given.slice(1)) {
    if (!isInteger(value) || Number(value) < 0) {
      refuseParameter(context, row, `'${key}' is a whole number of seconds, 0 or more, not '${value}'.`);
    }
  }
  if (Number(maxAge) < Number(minInterval)) {
    refuseParameter(context, row, "'location-max-age' cannot be less than 'location-min-interval'.");
  }
  return given;
}
