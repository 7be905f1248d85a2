import { registerSources } from '#lib/sources/index.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { upsertEnvelopes, upsertTypes } from '../data/catalogue.sql.ts';
import type { EnvelopeDraft } from '../domain/envelope.ts';
import type {
  BundleHead,
  EnvelopeEntry,
  PairEntry,
  PlacedPoint,
  SourceEntry,
  TypeEntry,
} from '../domain/placed-point.ts';
import { type DecodedPoint, maxIdentifierBytes } from '../domain/read-point.ts';
import type { TypeChart } from '../domain/views/type-views.ts';
import { kindOfUserAgent } from '../domain/user-agent.ts';
import type { PlacementRules } from './study-settings.ts';

/** Entries remembered before starting anew, of sources and of envelopes. */
const maxEntries = 200_000;

interface SourcesOfStudy {
  /** By what devices send, under the rename rules of `rulesKey`. */
  readonly bySent: Map<string, SourceEntry>;
  readonly byIdentifier: Map<string, SourceEntry>;
  rulesKey: string;
}

interface NamesOfOrganization {
  readonly types: Map<string, TypeEntry>;
  readonly envelopes: Map<EnvelopeDraft, EnvelopeEntry>;
}

/**
 * Finds the source, type and envelope of points, and registers those that are new. Registration commits by itself, before
 * the points are written: what this remembers is in the database, whatever becomes of the batch.
 */
export class PointRegistry {
  private studies = new Map<StudyId, SourcesOfStudy>();
  private organizations = new Map<OrganizationId, NamesOfOrganization>();
  private entryCount = 0;
  private readonly chartOf: (type: string) => TypeChart;

  /** `chartOf`: how points of a type are drawn, plug-ins included. */
  constructor(chartOf: (type: string) => TypeChart) {
    this.chartOf = chartOf;
  }

  /** Places the points of a bundle. What is new to this process gets its ids with {@link register}. */
  place(bundle: BundleHead, points: readonly DecodedPoint[], settings: PlacementRules): PlacedPoint[] {
    const sources = this.sourcesOf(bundle.studyId, settings);
    const names = this.namesOf(bundle.organizationId);
    return points.map((point) => {
      const source = sources.bySent.get(point.source) ?? this.addSource({ bundle, sources, settings }, point.source);
      const type = this.typeOf(bundle, names, point.type);
      const envelope = this.envelopeOf(bundle, names, point.envelope);
      return { point, bundle, envelope, pair: pairOf(source, type) };
    });
  }

  /** Registers what is new among placed points. Safe beside lanes and processes that register the same. */
  async register(db: Database, points: readonly PlacedPoint[]): Promise<void> {
    const sources = new Map<SourceEntry, string>();
    const types = new Set<TypeEntry>();
    const envelopes = new Set<EnvelopeEntry>();
    for (const { pair, envelope } of points) {
      const { source, type } = pair;
      if (source.id === null && !sources.has(source)) sources.set(source, envelope.draft.userAgent);
      if (type.id === null) types.add(type);
      if (envelope.id === null) envelopes.add(envelope);
    }
    if (sources.size > 0) await registerEntries(db, sources);
    if (types.size > 0) {
      const rows = await upsertTypes(db, [...types]);
      const ids = new Map(rows.map((row) => [`${row.organizationId}/${row.identifier}`, row.id]));
      for (const entry of types) entry.id = ids.get(`${entry.organizationId}/${entry.identifier}`) ?? null;
    }
    if (envelopes.size > 0) {
      const rows = await upsertEnvelopes(db, [...envelopes]);
      const ids = new Map(rows.map((row) => [`${row.organizationId}/${row.sha256}`, row.id]));
      for (const entry of envelopes) entry.id = ids.get(`${entry.organizationId}/${entry.draft.sha256}`) ?? null;
    }
  }

  /** Forgets everything: something that was remembered is not in the database any more, or there is too much. */
  clear(): void {
    this.studies = new Map();
    this.organizations = new Map();
    this.entryCount = 0;
  }

  /** Call it between batches: forgets everything when that is a lot. */
  trim(): void {
    if (this.entryCount > maxEntries) this.clear();
  }

  private sourcesOf(studyId: StudyId, settings: PlacementRules): SourcesOfStudy {
    let sources = this.studies.get(studyId);
    if (!sources) {
      sources = { bySent: new Map(), byIdentifier: new Map(), rulesKey: settings.renaming.key };
      this.studies.set(studyId, sources);
    }
    if (sources.rulesKey !== settings.renaming.key) {
      sources.bySent.clear();
      sources.rulesKey = settings.renaming.key;
    }
    return sources;
  }

  private addSource(
    place: { readonly bundle: BundleHead; readonly sources: SourcesOfStudy; readonly settings: PlacementRules },
    sent: string,
  ): SourceEntry {
    const { bundle, sources, settings } = place;
    const renamed = settings.renaming.rename(sent);
    const identifier = Buffer.byteLength(renamed) <= maxIdentifierBytes ? renamed : sent;
    const { organizationId, studyId } = bundle;
    const entry = sources.byIdentifier.get(identifier) ?? {
      organizationId,
      studyId,
      identifier,
      firstGroupId: settings.defaultGroupId,
      id: null,
      pairs: new Map<TypeEntry, PairEntry>(),
    };
    sources.byIdentifier.set(identifier, entry);
    sources.bySent.set(sent, entry);
    this.entryCount += 1;
    return entry;
  }

  private namesOf(organizationId: OrganizationId): NamesOfOrganization {
    const known = this.organizations.get(organizationId);
    if (known) return known;
    const names = { types: new Map<string, TypeEntry>(), envelopes: new Map<EnvelopeDraft, EnvelopeEntry>() };
    this.organizations.set(organizationId, names);
    return names;
  }

  private typeOf({ organizationId }: BundleHead, { types }: NamesOfOrganization, identifier: string): TypeEntry {
    let entry = types.get(identifier);
    if (!entry) {
      entry = { organizationId, identifier, id: null, chart: this.chartOf(identifier) };
      types.set(identifier, entry);
      this.entryCount += 1;
    }
    return entry;
  }

  private envelopeOf(
    { organizationId }: BundleHead,
    { envelopes }: NamesOfOrganization,
    draft: EnvelopeDraft,
  ): EnvelopeEntry {
    let entry = envelopes.get(draft);
    if (!entry) {
      entry = { organizationId, draft, id: null };
      envelopes.set(draft, entry);
      this.entryCount += 1;
    }
    return entry;
  }
}

/** `sources`: with the user agent of the first point of each. */
async function registerEntries(db: Database, sources: ReadonlyMap<SourceEntry, string>): Promise<void> {
  const rows = await registerSources(
    { db },
    [...sources].map(([{ organizationId, studyId, identifier, firstGroupId }, userAgent]) => ({
      organizationId,
      studyId,
      identifier,
      kind: kindOfUserAgent(userAgent),
      userAgent,
      groupId: firstGroupId,
    })),
  );
  const ids = new Map(rows.map((row) => [`${row.studyId}/${row.identifier}`, row.id]));
  for (const entry of sources.keys()) entry.id = ids.get(`${entry.studyId}/${entry.identifier}`) ?? null;
}

function pairOf(source: SourceEntry, type: TypeEntry): PairEntry {
  const known = source.pairs.get(type);
  if (known) return known;
  const pair = { source, type, lastCreatedAtUs: undefined, rank: 0 };
  source.pairs.set(type, pair);
  return pair;
}
