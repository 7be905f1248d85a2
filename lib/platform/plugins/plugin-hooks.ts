/** Anything that JSON can say. */
export type PluginJson =
  null | boolean | number | string | readonly PluginJson[] | { readonly [name: string]: PluginJson };

/** A point as devices send it: its members, and its metadata under `passive-data-metadata`. */
export type PluginPoint = { readonly [name: string]: PluginJson };

/** A source as plug-ins are told of it. */
export interface PluginSource {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
  readonly studyId: string;
}

/** A column of a report: a member of the point by its dotted path, or a value worked out from the point without its metadata. */
export type PluginColumn =
  | { readonly title: string; readonly path: string }
  | { readonly title: string; readonly value: (point: PluginPoint) => string | number | boolean | null };

/** A column of the table on a source's page: a member of the point, by its dotted path. */
export interface PluginViewColumn {
  readonly title: string;
  readonly path: string;
  /** How numbers are shown; `text` unless said. */
  readonly format?: 'text' | 'number' | 'percent' | 'metres' | 'seconds' | 'yesNo';
}

/** How points of a type are drawn: lines of numeric members, counts of events, hours of the states of a member, or a track. */
export type PluginChart =
  | { readonly kind: 'lines'; readonly paths: readonly string[] }
  | { readonly kind: 'counts' }
  | { readonly kind: 'states'; readonly member: string }
  | { readonly kind: 'track' };

/** What a variable of a type means, for the codebook. */
export interface PluginVariable {
  readonly path: string;
  readonly name?: string;
  readonly description?: string;
  readonly group?: string;
  readonly order?: number;
}

/** What a plug-in knows of one type of points. Every member is optional but the identifier. */
export interface PluginType {
  readonly identifier: string;
  /** Name for people (`name_for_generator`). */
  readonly label?: string;
  readonly description?: string;
  readonly category?: string;
  /** Types that devices send, where this one only stands for them in exports (`generators_for_extra_generator`): ordered, they are exported. */
  readonly covers?: readonly string[];
  /** What tells points of the type apart (`extract_secondary_identifier`); null: nothing. */
  secondaryIdentifier?(point: PluginPoint): string | null;
  /** Where the point is, [lon, lat] in WGS 84 (`extract_location_method`); null: nowhere known. */
  location?(point: PluginPoint): readonly [number, number] | null;
  /** Columns of its export after the five of every report (`compile_report`). */
  readonly report?: { readonly columns: readonly PluginColumn[] };
  /** `visualization` and `data_table`. */
  readonly view?: { readonly chart?: PluginChart; readonly columns?: readonly PluginViewColumn[] };
  /** `update_data_type_definition`. */
  readonly variables?: readonly PluginVariable[];
}

/** A status check (`pdk_status_check_…`): judges one source from its latest points. */
export interface PluginCheck {
  readonly id: string;
  readonly title: string;
  /** Types whose latest point it looks at. */
  readonly types: readonly string[];
  judge(asked: {
    readonly source: Omit<PluginSource, 'studyId'>;
    readonly now: Date;
    /** Latest point of each type, without its metadata, and when it was made; a type without points is missing, and so is one whose text is longer than 2,000 characters. */
    readonly latest: ReadonlyMap<string, { readonly at: Date; readonly point: PluginPoint }>;
  }): { readonly level: 'info' | 'warning' | 'critical'; readonly name: string; readonly message: string } | null;
}

/** An entry of a menu on the home or source page (`additional_home_actions`). `href` begins with `/` or `https://`. */
export interface PluginAction {
  readonly title: string;
  readonly href: string;
}

/** One thing somebody did with a service, as an importer found it. */
export interface PluginEvent {
  /** End of the type's name: `pdk-external-<service>-<event>`. */
  readonly event: string;
  /** Milliseconds since 1970 (UTC). */
  readonly atMs: number;
  /** Stored as they are. */
  readonly plain: Readonly<Record<string, PluginJson>>;
  /** Texts that only the study's key may open: stored sealed, with what annotators say of them. */
  readonly sealed?: Readonly<Record<string, string>>;
  /** Texts of which a hash is stored: equal ones can be counted, none can be read. */
  readonly hashed?: Readonly<Record<string, string>>;
  /** How much they took part, 0 to 1 each way; null: cannot be said. */
  readonly engagement: {
    readonly type: string;
    readonly outgoing?: number;
    readonly incoming?: number;
    readonly durationS?: number;
  } | null;
}

/** Reads one kind of member of a service's archive; an entry that cannot be used is given back as skipped. */
export interface PluginMemberReader {
  /** What it is, for people ("watch history"). */
  readonly what: string;
  /** Of the member's path, `/` between folders. */
  readonly pattern: RegExp;
  read(
    text: string,
    facts: { readonly ownerName: string | null },
  ): Iterable<PluginEvent | { readonly skipped: 'not_understood' | 'time_missing' }>;
}

/** Reads archives that participants donate (`import_external_data`); `events` says how each stands in tables (`external_data_metadata`). */
export interface PluginImporter {
  /** Slug of a service that the organization offers. */
  readonly service: string;
  readonly label: string;
  readonly members: readonly PluginMemberReader[];
  readonly events: Readonly<Record<string, { readonly label: string; readonly mediaType: string }>>;
}

/** Scores a text of a donated archive (`pdk_annotate_field`): each value is stored as `pdk_<name>_<field>` beside the sealed text. */
export interface PluginAnnotator {
  readonly id: string;
  /** Names of what it adds, each with its kind. */
  readonly fields: Readonly<Record<string, 'number' | 'text'>>;
  annotate(text: string): Readonly<Record<string, number | string>>;
}

/** Takes a finished archive somewhere (`send_to_destination`, `upload_file_contents`). */
export interface PluginDestination {
  readonly kind: string;
  readonly title: string;
  readonly parameters: readonly { readonly name: string; readonly title: string; readonly isSecret: boolean }[];
  send(archive: PluginArchive): Promise<void>;
}

/** An archive on its way; called again after a failure, with the same bytes. */
export interface PluginArchive {
  /** Path the destination's settings ask for, `/` between folders. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly parameters: Readonly<Record<string, string>>;
  /** Aborts when the delivery is stopped or takes too long. */
  readonly signal: AbortSignal;
}

/** A study, where a hook works for one. */
export interface PluginStudy {
  readonly organizationId: string;
  readonly studyId: string;
}

/**
 * Hooks beside `inspectPoint`: every hook of Passive Data Kit's `pdk_api.py` and `generators/…` has its place
 * (passive-data-kit.md, section 5); see docs/plugins.md. One that throws is left out for that call, counted and shown on the
 * System page; it stops neither intake nor other plug-ins.
 */
export interface PluginHooks {
  readonly types?: readonly PluginType[];
  readonly checks?: readonly PluginCheck[];
  readonly importers?: readonly PluginImporter[];
  readonly annotators?: readonly PluginAnnotator[];
  readonly destinations?: readonly PluginDestination[];
  /** Another name for a source, after the study's own rules (`PDK_RENAME_SOURCE`). Must always answer alike. */
  renameSource?(identifier: string, study: PluginStudy): string | null;
  /** Kept with every point of an upload as `bundle-details` (`PDK_FETCH_BUNDLE_METADATA`). */
  bundleMetadata?(upload: {
    readonly study: PluginStudy;
    readonly remoteAddress: string;
    readonly userAgent: string | null;
    readonly claimedSource: string | null;
  }): PluginJson;
  /** The configuration as a device shall get it, or null to leave it (`PDK_UPDATE_APP_CONFIGURATION`). */
  updateConfiguration?(
    configuration: PluginJson,
    asked: { readonly study: PluginStudy; readonly identifier: string; readonly context: string },
  ): PluginJson;
  /** Further members of a source's record in the pull API (`annotate_source_definition`). */
  annotateSource?(source: PluginSource): Readonly<Record<string, PluginJson>>;
  /** Points of a type that exists only here, for the pull API (`pdk_data_point_query`); null: not mine. */
  queryPoints?(query: {
    readonly study: PluginStudy;
    readonly type: string;
    /** Null: of every source. */
    readonly source: string | null;
    readonly skip: number;
    readonly limit: number;
  }): Promise<{ readonly count: number; readonly points: readonly PluginPoint[] } | null>;
  /** Performance metadata of a source as a peer shall get it, or null to leave it (`annotate_remote_metadata`). */
  annotateMetadata?(identifier: string, metadata: PluginPoint): PluginPoint | null;
  /** The same as a peer gave it, before it is kept (`process_remote_metadata`). */
  receiveMetadata?(identifier: string, metadata: PluginPoint): PluginPoint | null;
  homeActions?(): readonly PluginAction[];
  sourceActions?(source: PluginSource): readonly PluginAction[];
  /** A line of text at the head of the home page, or of a source (`pdk_custom_home_header`, `…_source_header`). */
  homeNotice?(): string | null;
  sourceNotice?(source: PluginSource): string | null;
}
