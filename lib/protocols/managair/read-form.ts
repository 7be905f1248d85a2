import { isFromHere } from '#lib/platform/http/guard-csrf.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { z } from 'zod';
import { ApiError } from './errors.ts';
import { maxBodyBytes } from './exchange.ts';
import type { AnyKind } from './resource.ts';

const formTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/** Is the body a form? The replaced server takes them besides documents (managair.md 5). */
export function isForm(request: Request): boolean {
  return formTypes.test(request.headers.get('content-type')?.trim() ?? '');
}

/** What a form writes: a thing of a kind (id null: a new one), or null: members of a document of no kind. */
export type FormOf = { readonly kind: AnyKind; readonly id: string | null } | null;

/**
 * The resource object that a form stands for: fields are attributes, and relations by id. Throws 400, 403 for a form
 * that a page of another site sends, `body_too_large`.
 */
export async function readForm(request: Request, of: FormOf): Promise<object> {
  // Unlike a document, a form can be sent by any page, without asking us first.
  if (!isFromHere(request)) throw new ApiError(403, 'A page of another site cannot send this.');
  const fields = await fieldsOf(request);
  if (of === null) return { type: 'Form', attributes: Object.fromEntries(fields) };
  const { kind, id } = of;
  const members: Readonly<Record<string, z.core.$ZodType | undefined>> = kind.writing?.schema.shape ?? {};
  const attributes: Record<string, unknown> = {};
  const relationships: Record<string, object> = {};
  for (const [name, value] of fields) {
    const relation = kind.relations[name];
    if (name === 'id') continue;
    if (relation) relationships[name] = { data: linkageOf(relation.type, relation.one === undefined, value) };
    else attributes[name] = valueOf(value, members[name]);
  }
  const told = fields.get('id') ?? id;
  return { type: kind.type, ...(told === null ? {} : { id: told }), attributes, relationships };
}

/** Fields by name; of those that came more than once, their values with commas between. */
async function fieldsOf(request: Request): Promise<Map<string, string>> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBodyBytes) throw new Problem('body_too_large');
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBodyBytes) throw new Problem('body_too_large');
  const type = { 'content-type': request.headers.get('content-type') ?? '' };
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: type }).formData();
  } catch {
    // Whatever is wrong with the form, the parser says it in words of its own.
    throw new ApiError(400, 'The form cannot be read.', { pointer: '/data' });
  }
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value !== 'string')
      throw new ApiError(400, `"${name}" is a file; write its value.`, { pointer: '/data' });
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before},${value}`);
  }
  return fields;
}

function linkageOf(type: string, isMany: boolean, value: string): object | null {
  const ids = value.split(',').flatMap((id) => (id.trim() === '' ? [] : [{ type, id: id.trim() }]));
  return isMany ? ids : (ids[0] ?? null);
}

/** A field as the attribute wants it: forms know texts alone. What fits nothing stays a text, and is refused as one. */
function valueOf(text: string, member: z.core.$ZodType | undefined): unknown {
  const schema = member as z.ZodType | undefined;
  const readings = [text, ...(text === '' ? [null] : []), ...plainValues(text)];
  const fitting = readings.filter((reading) => schema?.safeParse(reading).success === true);
  return fitting.length > 0 ? fitting[0] : text;
}

function plainValues(text: string): readonly unknown[] {
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return [Number(text)];
  if (/^(true|on)$/i.test(text)) return [true];
  return /^(false|off)$/i.test(text) ? [false] : [];
}
