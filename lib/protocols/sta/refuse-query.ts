import { Problem } from '#lib/platform/problems/problem.ts';

/** What is wrong with a query option, as `input_invalid` that names it. */
export function refuseQuery(option: string, message: string): Problem {
  return new Problem('input_invalid', { detail: `${option}: ${message}`, fields: { [option]: message } });
}
