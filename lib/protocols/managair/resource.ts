import type { z } from 'zod';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { SortedPage } from '#lib/platform/db/sorted-page.ts';
import type { ManagairCall } from './exchange.ts';
import type { ListQuery } from './list-query.ts';

/** Names of the kinds of things (managair.md 5): types of resource objects. */
export type KindName =
  | 'Quantity'
  | 'Protocol'
  | 'Model'
  | 'Node'
  | 'Fidelity'
  | 'User'
  | 'Organization'
  | 'Membership'
  | 'Site'
  | 'Address'
  | 'Room'
  | 'Installation'
  | 'Node-Timeseries'
  | 'Installation-Timeseries';

/** A link from one kind to another. */
export interface Relation<Row> {
  readonly type: KindName;
  /** What stands behind the id in addresses, where it is not the name. */
  readonly segment?: string;
  /** Of a link to one: its id; null: there is none. */
  readonly one?: (row: Row) => string | null;
  /** Of a link to many: the filter of the other kind that gives them, for the id of this one. */
  readonly filter?: string;
  /** Of a link to many that is told with its ids. */
  readonly many?: (row: Row) => readonly string[];
  /** Left out for those who see the thing because it is public (defect 5 of managair.md 18). */
  readonly isForMembers?: true;
  /** `…/relationships/<name>/` answers. */
  readonly hasSelf?: true;
  /** It is written with the thing; `required`: a new thing needs it. */
  readonly write?: 'required' | 'optional';
}

/** What a change asks of a thing, parsed: attributes by name, ids of other things by relation. */
export interface WriteInput<Attributes> {
  readonly attributes: Attributes;
  /** Ids as the document writes them; undefined: not told, null: none. */
  readonly relations: Readonly<Record<string, string | null | readonly string[] | undefined>>;
  /** Id that the client gave to a new thing. */
  readonly clientId: string | null;
}

/**
 * Who may write things of a kind: administrators of the installation, anybody who is signed in, or who holds a verb in the
 * organization of the thing.
 */
export type WriteRights<Row> =
  | 'administrator'
  | 'anybody'
  | {
      readonly verb: Verb;
      /** Null: it is of no organization, and its writer's. */
      readonly organizationOf: (row: Row) => string | null;
      /** Relations that tell where a new one will be: the verb in one of them is enough here. None: anybody makes one. */
      readonly newIn: readonly string[];
    };

/** How things of a kind are made, changed and removed. */
export interface Writing<Row, Attributes> {
  /** Looked at before the document is. */
  readonly rights: WriteRights<Row>;
  /** Attributes of a new thing; `partial` of it is what a change may have. */
  readonly schema: z.ZodObject;
  /** Gives the id of the new thing. */
  readonly create?: (call: ManagairCall, input: WriteInput<Attributes>) => Promise<string>;
  readonly update: (call: ManagairCall, row: Row, input: WriteInput<Partial<Attributes>>) => Promise<void>;
  readonly remove: (call: ManagairCall, row: Row) => Promise<void>;
  /** Where members of a use-case's input stand in the document: `timeZone` is `attributes/time_zone`. */
  readonly pointers: Readonly<Record<string, string>>;
  /** New things bring their own id. */
  readonly needsClientId?: true;
}

/** A kind of things: everything that addresses, documents and changes of it are made from. */
export interface Kind<Row = never, Attributes = never> {
  readonly type: KindName;
  /** In addresses: `/api/v1/<path>/`. */
  readonly path: string;
  readonly ids: 'integer' | 'uuid';
  /** Who may ask: everybody (who sees what is public), or people who are signed in. */
  readonly access: 'everybody' | 'people';
  readonly idOf: (row: Row) => string;
  /** The caller belongs to where the thing is; else they see what is public. Left out: there is no difference. */
  readonly isOwn?: (row: Row) => boolean;
  readonly attributes: Readonly<Record<string, (row: Row) => unknown>>;
  /** Attributes that lists have, when it is not all of them. */
  readonly listed?: readonly string[];
  readonly relations: Readonly<Record<string, Relation<Row>>>;
  /** Names that stand in `filter[…]`. */
  readonly filters: readonly string[];
  /** Names that stand in `sort`. */
  readonly sortable: readonly string[];
  /** Relations that come with it unless others are asked for. */
  readonly usuallyIncluded?: readonly string[];
  readonly list: (call: ManagairCall, query: ListQuery) => Promise<SortedPage<Row>>;
  /** Attributes that are computed for a whole page at once, in the order of the rows. */
  readonly computed?: {
    readonly names: readonly string[];
    /** What clients should know of one of them: in the description, and beside every page that has it. */
    readonly notes?: Readonly<Record<string, { readonly word: string; readonly text: string }>>;
    readonly of: (call: ManagairCall, rows: readonly Row[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  };
  readonly writing?: Writing<Row, Attributes>;
}

/** A kind whose rows are not known by type: what the serving code works with. */
export type AnyKind = Kind<unknown, Readonly<Record<string, unknown>>>;

/** Declares a kind; from here on nobody needs to know what its rows are. */
export function defineKind<Row, Attributes = never>(kind: Kind<Row, Attributes>): AnyKind {
  return kind as unknown as AnyKind;
}
