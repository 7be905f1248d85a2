import { Problem } from '#lib/platform/problems/problem.ts';
import type { UnitError } from '../domain/unit-errors.ts';

/** Throws `input_invalid` with everything that is wrong with a unit, when anything is. */
export function refuseWhenWrong(errors: readonly UnitError[]): void {
  if (errors.length === 0) return;
  throw new Problem('input_invalid', { detail: errors.map(({ message }) => message).join(' '), errors });
}
