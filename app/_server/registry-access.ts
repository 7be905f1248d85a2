import { listStudies } from '#lib/accounts/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';

/** What a viewer may do on the pages of the registry. */
export interface RegistryAccess {
  /** In at least one study: the page opens. */
  readonly canRead: boolean;
  /** Everywhere in the organization. */
  readonly canEdit: boolean;
  readonly canPublish: boolean;
}

/** Reads the access of a viewer; what exactly they may touch is decided by the use-cases. */
export function registryAccessOf({ actor }: Context): RegistryAccess {
  return {
    canRead: studiesWithVerb(actor, 'registry.read')?.length !== 0,
    canEdit: hasVerb(actor, 'registry.edit'),
    canPublish: hasVerb(actor, 'registry.publish'),
  };
}

/** The studies that the viewer may see, as they are chosen from. */
export async function studyChoicesOf(ctx: Context): Promise<{ readonly id: string; readonly name: string }[]> {
  return (await listStudies(ctx)).map(({ id, name }) => ({ id, name }));
}
