import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';

/** The one type of observation that a MultiDatastream has (OGC 18-088, section 8.2.9). */
const complexObservation = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation';

/** Most results of one observation. */
const maxResults = 100;

const typesSchema = z.array(z.string().min(1).max(500)).max(maxResults);
const unitsSchema = z.array(z.record(z.string(), z.unknown()).nullable()).max(maxResults);

type Values = Readonly<Record<string, unknown>>;

/**
 * What a MultiDatastream of so many ObservedProperties holds, checked and with its type of observation: for each of them, in
 * their order, one type of result and one unit. Throws `input_invalid`, naming each member by its path from `place`.
 */
export function checkMultiDatastream(values: Values, propertyCount: number, place = ''): Values {
  const wrong: Record<string, string> = {};
  const lists = [
    ['multiObservationDataTypes', typesSchema.safeParse(values['multiObservationDataTypes']).data, 'texts'],
    ['unitOfMeasurements', unitsSchema.safeParse(values['unitOfMeasurements']).data, 'objects'],
  ] as const;
  for (const [name, list, content] of lists) {
    if (!list) wrong[name] = `Send a list of ${content}, at most ${String(maxResults)}.`;
    else if (list.length !== propertyCount) wrong[name] = countMessage(list.length, propertyCount);
  }
  const observationType = values['observationType'] ?? complexObservation;
  if (observationType !== complexObservation) wrong['observationType'] = `It is ${complexObservation}.`;
  const fields = Object.entries(wrong).map(
    ([name, message]) => [place === '' ? name : `${place}.${name}`, message] as const,
  );
  const [first] = fields;
  if (first) throw new Problem('input_invalid', { detail: first.join(': '), fields: Object.fromEntries(fields) });
  return { ...values, observationType };
}

function countMessage(count: number, propertyCount: number): string {
  return `It has ${String(count)} entries for ${String(propertyCount)} ObservedProperties.`;
}

/** Refuses a result that is no list with one value for each ObservedProperty. Throws `input_invalid`. */
export function checkMultiResult(result: unknown, propertyCount: number): void {
  if (Array.isArray(result) && result.length === propertyCount) return;
  const message = `Send a list of ${String(propertyCount)} values, one for each ObservedProperty in its order.`;
  throw new Problem('input_invalid', { detail: `result: ${message}`, fields: { result: message } });
}
