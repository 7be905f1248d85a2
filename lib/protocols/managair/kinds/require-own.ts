import { ApiError } from '../errors.ts';

/** Guards a change of a thing that the caller may see because it is public. Throws 403. */
export function requireOwn({ isOwn }: { readonly isOwn: boolean }): void {
  if (!isOwn) throw new ApiError(403, 'You do not belong to the organization that this is of.');
}

/**
 * Guards a relation that never changes: what is of an organization stays there (defect 2 of managair.md 18). Telling what
 * is so already is fine. Throws 403.
 */
export function sameOrganization(
  told: string | null | readonly string[] | undefined,
  is: string,
  relation: string,
): void {
  if (told === undefined || told === is) return;
  throw new ApiError(403, 'This stays where it is: make a new one there, and remove this one.', {
    pointer: `/data/relationships/${relation}`,
  });
}
