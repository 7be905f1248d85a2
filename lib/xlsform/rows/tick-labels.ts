import { compare, isMultiple, parseDecimal, subtract } from '../expressions/decimal-number.ts';
import type { FormRow } from '../sheets/cells.ts';
import { refuseParameter } from './parameters.ts';
import { isWithin, type RangeNumbers } from './range-numbers.ts';
import type { SurveyContext } from './survey-context.ts';

export interface TickLabels {
  readonly list: string;
  readonly numbers: RangeNumbers;
  readonly hasNoTicks: boolean;
}

/** The list that labels the ticks of a range: its names are numbers where ticks are. */
export function checkTickLabels(context: SurveyContext, row: FormRow, { list, numbers, hasNoTicks }: TickLabels): void {
  const choices = context.lists.get(list)?.choices;
  const refuse = (message: string): never => refuseParameter(context, row, message);
  if (!choices) return refuse(`'tick_labelset' must name a list of the choices sheet; '${list}' is none.`);
  const { start, end, step, tickInterval } = numbers;
  const values = choices.map(({ name }) => {
    const value =
      parseDecimal(name) ??
      refuse(`The names in the list '${list}' must all be numbers, to label ticks; '${name}' is none.`);
    if (!isWithin(value, numbers))
      refuse(`The tick '${name}' lies outside of the range. Change the list '${list}' or the range.`);
    const distance = subtract(value, start);
    const interval = tickInterval ?? step;
    if (!isMultiple(distance, interval))
      refuse(`The tick '${name}' is not a whole number of intervals from the start of the range.`);
    if (!isMultiple(distance, step))
      refuse(`The tick '${name}' is not a whole number of steps from the start of the range.`);
    return value;
  });
  if (!hasNoTicks) return;
  const isEnd = values.map((value) => compare(value, start) === 0 || compare(value, end) === 0);
  const hasBoth = [start, end].every((side) => values.some((value) => compare(value, side) === 0));
  if (!isEnd.every(Boolean) || !hasBoth) {
    refuse(
      "With the appearance 'no-ticks' only the start and the end of a range have labels: the list must hold these two.",
    );
  }
}
