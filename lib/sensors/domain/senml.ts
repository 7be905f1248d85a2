import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Most records that a pack may hold. */
const maxRecords = 50_000;
/** Times below this are relative to now (RFC 8428, 4.5.3). */
const relativeBelowS = 2 ** 28;
/** The version of the format that is read (RFC 8428, 4.4). */
const knownVersion = 10;

const finite = z.number();

const recordSchema = z
  .looseObject({
    bn: z.string().optional(),
    bt: finite.optional(),
    bu: z.string().optional(),
    bv: finite.optional(),
    bs: finite.optional(),
    bver: z.number().int().positive().optional(),
    n: z.string().optional(),
    u: z.string().optional(),
    v: finite.optional(),
    vs: z.string().optional(),
    vb: z.boolean().optional(),
    vd: z.string().optional(),
    s: finite.optional(),
    t: finite.optional(),
    ut: finite.optional(),
  })
  .superRefine((record, check) => {
    // A label that ends in an underscore must be understood (RFC 8428, 4.4).
    for (const label of Object.keys(record)) {
      if (label.endsWith('_'))
        check.addIssue({ code: 'custom', path: [label], message: 'This label is not understood.' });
    }
  });

const packSchema = z.array(recordSchema).min(1).max(maxRecords);

/** A record that says everything itself (RFC 8428, 4.6): absolute time, whole name. */
export interface ResolvedRecord {
  readonly name: string;
  readonly at: Date;
  /** Null: the record has none. */
  readonly unit: string | null;
  /** Null: text, a truth value, data, or only a sum. */
  readonly value: number | null;
}

/**
 * Resolves a SenML pack (RFC 8428, 4.6): base values are folded in, relative times become absolute. Records keep their
 * order. Errors: `input_invalid`, naming record and label.
 */
export function resolvePack(pack: unknown, now: Date): ResolvedRecord[] {
  const parsed = packSchema.safeParse(pack);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const [index, label] = issue?.path ?? [];
    refuse(typeof index === 'number' ? index : 0, typeof label === 'string' ? label : '', issue?.message ?? '');
  }
  let version: number | undefined;
  let base = { name: '', time: 0, unit: undefined as string | undefined, value: 0 };
  return parsed.data.map((record, index) => {
    base = {
      name: record.bn ?? base.name,
      time: record.bt ?? base.time,
      unit: record.bu ?? base.unit,
      value: record.bv ?? base.value,
    };
    if ((record.bver ?? knownVersion) > knownVersion) refuse(index, 'bver', 'This version is newer than what is read.');
    if (record.bver !== undefined && version !== undefined && record.bver !== version) {
      refuse(index, 'bver', 'All records of a pack are of the same version.');
    }
    version = record.bver ?? version;
    const name = base.name + (record.n ?? '');
    if (!/^[A-Za-z0-9][A-Za-z0-9\-:./_]*$/.test(name)) refuse(index, 'n', 'A name starts with a letter or digit.');
    const hasValue = record.v !== undefined || (record.bv !== undefined && !hasOther(record));
    return {
      name,
      at: timeOf(base.time + (record.t ?? 0), now),
      unit: record.u ?? base.unit ?? null,
      value: hasValue ? base.value + (record.v ?? 0) : null,
    };
  });
}

function hasOther({ vs, vb, vd, s }: z.infer<typeof recordSchema>): boolean {
  return vs !== undefined || vb !== undefined || vd !== undefined || s !== undefined;
}

function timeOf(seconds: number, now: Date): Date {
  const absolute = seconds < relativeBelowS ? now.getTime() / 1000 + seconds : seconds;
  return new Date(absolute * 1000);
}

function refuse(index: number, label: string, why: string): never {
  const field = `${String(index)}${label === '' ? '' : `.${label}`}`;
  throw new Problem('input_invalid', {
    detail: `Record ${String(index + 1)}, ${label}: ${why}`,
    fields: { [field]: why },
  });
}
