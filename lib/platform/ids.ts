import { uuidv7 } from 'uuidv7';

type Branded<Brand extends string> = string & { readonly __brand: Brand };

export type OrganizationId = Branded<'OrganizationId'>;
export type StudyId = Branded<'StudyId'>;
export type UserId = Branded<'UserId'>;
export type SourceId = Branded<'SourceId'>;
export type BundleId = Branded<'BundleId'>;
export type TaskId = Branded<'TaskId'>;

/** A new UUIDv7 (RFC 9562): ordered by time, so that primary keys stay dense. */
export function newId<Id extends string = string>(): Id {
  return uuidv7() as Id;
}
