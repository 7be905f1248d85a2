import {
  absolute,
  compare,
  isMultiple,
  isWhole,
  parseDecimal,
  subtract,
  type DecimalNumber,
} from '../expressions/decimal-number.ts';
import type { FormRow } from '../sheets/cells.ts';
import { newQuestion } from './new-question.ts';
import { checkParameterNames, refuseParameter, type Parameters } from './parameters.ts';
import type { FormElement } from '../tree/form-element.ts';
import type { SurveyContext } from './survey-context.ts';
import { isWithin, type RangeNumbers } from './range-numbers.ts';
import { checkTickLabels } from './tick-labels.ts';

const defaults: Parameters = new Map([
  ['start', '1'],
  ['end', '10'],
  ['step', '1'],
]);
const tickParameters = ['tick_interval', 'placeholder', 'tick_labelset'];

/** A number to choose between two ends, in steps. */
export function rangeQuestion(context: SurveyContext, row: FormRow, written: Parameters): FormElement {
  checkParameterNames(context, row, { parameters: written, accepted: [...defaults.keys(), ...tickParameters] });
  const question = newQuestion(context, row, 'range');
  const appearance = question.control.get('appearance');
  const showsTicks = appearance === undefined || /vertical|no-ticks/.test(appearance);
  if (!showsTicks && tickParameters.some((key) => written.has(key))) {
    refuseParameter(
      context,
      row,
      `The appearance '${appearance}' shows no ticks: remove ${tickParameters.join(', ')}, or use the appearance vertical, no-ticks or none.`,
    );
  }
  const parameters = new Map([...defaults, ...written]);
  const numbers = readNumbers(context, row, parameters);
  checkNumbers(context, row, numbers);
  const labels = parameters.get('tick_labelset');
  if (labels !== undefined) {
    checkTickLabels(context, row, { list: labels, numbers, hasNoTicks: appearance?.includes('no-ticks') ?? false });
    question.itemset = labels;
  }
  const isDecimal = Object.values(numbers).some((number: DecimalNumber | undefined) => number && !isWhole(number));
  if (isDecimal) question.bind?.set('type', 'decimal');
  for (const [key, value] of parameters) if (key !== 'tick_labelset') question.control.set(attributeOf(key), value);
  return question;
}

function attributeOf(parameter: string): string {
  return tickParameters.includes(parameter) ? `odk:${parameter.replace('_', '-')}` : parameter;
}

function readNumbers(context: SurveyContext, row: FormRow, parameters: Parameters): RangeNumbers {
  const read = (key: string): DecimalNumber | undefined => {
    const text = parameters.get(key);
    if (text === undefined) return undefined;
    return parseDecimal(text) ?? refuseParameter(context, row, `'${key}' of a range is a number, not '${text}'.`);
  };
  const zero = { digits: 0n, scale: 0 };
  return {
    start: read('start') ?? zero,
    end: read('end') ?? zero,
    step: read('step') ?? zero,
    tickInterval: read('tick_interval'),
    placeholder: read('placeholder'),
  };
}

function checkNumbers(context: SurveyContext, row: FormRow, numbers: RangeNumbers): void {
  const { start, end, step, tickInterval, placeholder } = numbers;
  const width = absolute(subtract(end, start));
  const refuse = (message: string): never => refuseParameter(context, row, message);
  const checkStep = (name: string, value: DecimalNumber): void => {
    if (value.digits === 0n) refuse(`'${name}' of a range cannot be 0.`);
    if (compare(value, width) > 0)
      refuse(`'${name}' of a range cannot be larger than the way from its start to its end.`);
  };
  checkStep('step', step);
  if (tickInterval) {
    checkStep('tick_interval', tickInterval);
    if (!isMultiple(tickInterval, step)) refuse("'tick_interval' of a range must be a multiple of its step.");
  }
  if (placeholder) {
    if (!isMultiple(subtract(placeholder, start), step))
      refuse("'placeholder' of a range must be a whole number of steps from its start.");
    if (!isWithin(placeholder, numbers)) refuse("'placeholder' of a range must lie between its start and its end.");
  }
}
