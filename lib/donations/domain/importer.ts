/** JSON as points carry it. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** How much somebody took part, 0 (only saw it) to 1 (made it), out to others or in from them. */
export interface Engagement {
  /** As "watch", "reaction", "message". */
  readonly type: string;
  readonly outgoing?: number;
  readonly incoming?: number;
  readonly durationS?: number;
}

/** One thing that somebody did with a service, as an importer found it in an archive. */
export interface ExternalEvent {
  /** End of the type's name: `pdk-external-<service>-<event>`. */
  readonly event: string;
  /** Milliseconds since 1970 (UTC). */
  readonly atMs: number;
  /** Stored as they are. */
  readonly plain: Readonly<Record<string, JsonValue>>;
  /** Texts that only the study's key may open: stored sealed, with their length and number of words. */
  readonly sealed?: Readonly<Record<string, string>>;
  /** Texts stored as a hash: equal ones can be counted, none can be read. */
  readonly hashed?: Readonly<Record<string, string>>;
  readonly engagement: Engagement | null;
}

/** An entry that could not be used; `time_missing`: it says no instant that is understood. */
export interface SkippedEntry {
  readonly skipped: 'not_understood' | 'time_missing';
}

export type ImportedEntry = ExternalEvent | SkippedEntry;

/** What an importer knows of the archive as a whole. */
export interface ArchiveFacts {
  /** The owner's name as the service shows it; null: the archive does not say. */
  readonly ownerName: string | null;
}

/** Reads one kind of member of a service's archive. */
export interface MemberReader {
  /** What it is, for people ("watch history"). */
  readonly what: string;
  /** Of the member's path, `/` between folders. */
  readonly pattern: RegExp;
  /**
   * The entries of the member's text, in any order. Throws SyntaxError when the text is not what its name says; an entry
   * that cannot be used is given back as skipped, so that it costs nothing but itself.
   */
  read(text: string, facts: ArchiveFacts): Iterable<ImportedEntry>;
}

/** A plug-in that turns a service's archives into events (passive-data-kit.md, section 5: import_external_data). */
export interface Importer {
  /** Slug of its service. */
  readonly service: string;
  /** Name of the service in tables ("YouTube"). */
  readonly label: string;
  readonly members: readonly MemberReader[];
  /** Readers for a file that came without an archive around it, by its ending. */
  readonly bare?: Readonly<Record<string, MemberReader>>;
  /** The member that names the owner, and how. */
  readonly owner?: { readonly pattern: RegExp; readonly read: (text: string) => string | null };
  /** How events stand in the table of events: name and medium, by event. */
  readonly events: Readonly<Record<string, { readonly label: string; readonly mediaType: string }>>;
}

export function isSkipped(entry: ImportedEntry): entry is SkippedEntry {
  return 'skipped' in entry;
}

/** Reads a member as JSON; its text may begin with a byte order mark. Throws SyntaxError. */
export function parseMember(text: string): unknown {
  return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
}

/** A value of unknown shape as an object's members; none for anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A value of unknown shape as a list; empty for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text, or null for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Members that are there. */
export function present<Value>(members: Readonly<Record<string, Value | null | undefined>>): Record<string, Value> {
  const entries = Object.entries(members).filter(
    (entry): entry is [string, Value] => entry[1] !== null && entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
