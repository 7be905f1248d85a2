import { z } from 'zod';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { verbDescriptions, type Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor } from '#lib/platform/context.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { ApiError } from './errors.ts';
import { type ManagairCall, requirePerson } from './exchange.ts';
import { findThing } from './find-things.ts';
import { kindOf } from './kinds/kinds.ts';
import type { AnyKind } from './resource.ts';

/**
 * Guards the right to write before a document is looked at (managair.md 4): whoever may not write here learns nothing of
 * what is wrong with it. What the right depends on beside the organization (a study) is looked at by the use-case itself.
 */

/** Guards the change or removal of a thing that the caller sees. Throws 403. */
export function guardChange(call: ManagairCall, kind: AnyKind, row: unknown): void {
  const rights = kind.writing?.rights;
  if (rights === 'anybody' || rights === undefined) return;
  if (rights === 'administrator') {
    requireAdministrator(call);
    return;
  }
  if (kind.isOwn?.(row) === false) throw foreign();
  const organizationId = rights.organizationOf(row);
  if (organizationId !== null) requireHeld(call.inside(organizationId).actor, rights.verb);
}

/** Guards the making of a thing by somebody who may make it nowhere: nothing of the request is looked at. Throws 403. */
export function guardNewAnywhere(call: ManagairCall, kind: AnyKind): void {
  const rights = kind.writing?.rights;
  if (rights === 'anybody' || rights === undefined) return;
  if (rights === 'administrator') {
    requireAdministrator(call);
    return;
  }
  if (rights.newIn.length > 0) requireHeldSomewhere(call, rights.verb);
}

/** Guards the making of a thing where its document says, if it says so: nothing else of it was looked at. Throws 403. */
export async function guardNewIn(call: ManagairCall, kind: AnyKind, data: unknown): Promise<void> {
  const rights = kind.writing?.rights;
  if (rights === undefined || typeof rights === 'string') return;
  const named = new Set<string>();
  for (const name of rights.newIn) {
    const organizationId = await organizationNamed(call, { kind, name, data });
    if (organizationId !== null) named.add(organizationId);
  }
  const actors = [...named].map((id) => call.visitor.actors.get(id as OrganizationId));
  if (actors.length === 0 || actors.some((actor) => actor && isHeld(actor, rights.verb))) return;
  throw actors.some((actor) => actor !== undefined) ? notHeld(rights.verb) : foreign();
}

/** The organization of what a relation of a document names, if the caller sees it. */
async function organizationNamed(
  call: ManagairCall,
  { kind, name, data }: { readonly kind: AnyKind; readonly name: string; readonly data: unknown },
): Promise<string | null> {
  const relation = kind.relations[name];
  const id = namedBy(data, name);
  if (!relation || id === null) return null;
  const other = kindOf(relation.type);
  const row = await findThing(call, other, id);
  const rights = other.writing?.rights;
  return row === null || rights === undefined || typeof rights === 'string' ? null : rights.organizationOf(row);
}

/** Guards what needs a verb in whatever organization. Throws 403. */
export function requireHeldSomewhere({ visitor }: ManagairCall, verb: Verb): void {
  const { actors } = requirePerson(visitor);
  if (![...actors.values()].some((actor) => isHeld(actor, verb))) throw notHeld(verb);
}

function requireHeld(actor: Actor, verb: Verb): void {
  if (!isHeld(actor, verb)) throw notHeld(verb);
}

function notHeld(verb: Verb): ApiError {
  const detail = `This needs the permission "${verbDescriptions[verb]}" (${verb}). An owner of the organization can grant it.`;
  return new ApiError(403, detail);
}

function isHeld(actor: Actor, verb: Verb): boolean {
  return studiesWithVerb(actor, verb)?.length !== 0;
}

function requireAdministrator(call: ManagairCall): void {
  if (requirePerson(call.visitor).isAdministrator) return;
  throw new ApiError(403, 'Only an administrator of the installation changes the catalogue.');
}

function foreign(): ApiError {
  return new ApiError(403, 'You do not belong to the organization that this is of.');
}

const linkageSchema = z.looseObject({
  data: z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) }),
});

/** The id that a relation of a document names, whatever else is wrong with it; null: none. */
function namedBy(data: unknown, relation: string): string | null {
  const resource = z.looseObject({ relationships: z.record(z.string(), z.unknown()) }).safeParse(data);
  const linkage = linkageSchema.safeParse(resource.data?.relationships[relation]);
  return linkage.data?.data.id ?? null;
}
