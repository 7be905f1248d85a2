import { z } from 'zod';

const pageSchema = z.object({
  latest: z.number(),
  count: z.number(),
  page_index: z.number(),
  page_size: z.number(),
  matches: z.array(z.record(z.string(), z.unknown())),
});
type Page = z.infer<typeof pageSchema>;
export type PulledMatch = Page['matches'][number];

type Lookups = Readonly<Record<string, unknown>>;

export interface PullClientOptions {
  /** Address of the installation's doors, as `https://field.example.org/data`. */
  readonly siteUrl: string;
  readonly token?: string;
}

/**
 * What the published Python client does (passive-data-kit.md, 1.15): joins addresses without looking, sends forms, adds the
 * moment of the question as `recorded__lte`, takes count, index and size of pages from the answer, and hands `latest` back.
 */
export class PullClient {
  readonly #siteUrl: string;
  token: string | null;
  expires: Date | null = null;

  constructor({ siteUrl, token }: PullClientOptions) {
    this.#siteUrl = siteUrl;
    this.token = token ?? null;
  }

  /** Asks for a token; throws with the status like the client's `raise_for_status`. */
  async signIn(username: string, password: string): Promise<void> {
    const answer = await this.post('/api/request-token.json', { username, password });
    if (answer.status !== 200) throw new Error(String(answer.status));
    const { token, expires } = z.object({ token: z.string(), expires: z.string() }).parse(await answer.json());
    this.token = token;
    this.expires = new Date(expires);
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(this.#siteUrl + path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  queryDataPoints(options: { readonly pageSize?: number; readonly handsPinBack?: boolean } = {}): PullQuery {
    const { pageSize = 100, handsPinBack = true } = options;
    const recorded = new Date().toISOString().replace('Z', '000+00:00');
    return new PullQuery(this, { pageSize, handsPinBack }).filter({ recorded__lte: recorded });
  }
}

interface Paging {
  readonly pageSize: number;
  /** Revisions of 2025 hand `latest` back; earlier ones know nothing of it. */
  readonly handsPinBack: boolean;
}

/** A question that grows by one object a call, walked page by page. */
export class PullQuery {
  readonly #client: PullClient;
  readonly #paging: Paging;
  #filters: Lookups[] = [];
  #excludes: Lookups[] = [];
  #orderBy: string[][] = [];
  #latest: number | null = null;
  pageSize: number;
  page: Page | null = null;

  constructor(client: PullClient, paging: Paging) {
    this.#client = client;
    this.#paging = paging;
    this.pageSize = paging.pageSize;
  }

  filter(lookups: Lookups): PullQuery {
    return this.#with((query) => query.#filters.push(lookups));
  }

  exclude(lookups: Lookups): PullQuery {
    return this.#with((query) => query.#excludes.push(lookups));
  }

  orderBy(...names: string[]): PullQuery {
    return this.#with((query) => query.#orderBy.push(names));
  }

  async count(): Promise<number> {
    return (this.page ?? (await this.load(0))).count;
  }

  /** As `query[index]`; from the end when negative. */
  async at(index: number): Promise<PulledMatch | undefined> {
    const count = await this.count();
    const place = index < 0 ? count + index : index;
    const page = await this.load(Math.floor(place / this.pageSize));
    return page.matches[place % this.pageSize];
  }

  async all(): Promise<PulledMatch[]> {
    const matches: PulledMatch[] = [];
    const count = await this.count();
    for (let index = 0; matches.length < count; index += 1) {
      const page = await this.load(index);
      if (page.matches.length === 0) break;
      matches.push(...page.matches);
    }
    return matches;
  }

  async load(pageIndex: number): Promise<Page> {
    const answer = await this.ask(pageIndex);
    if (answer.status !== 200) throw new Error(`${String(answer.status)} ${await answer.text()}`);
    this.page = pageSchema.parse(await answer.json());
    this.pageSize = this.page.page_size;
    this.#latest = this.page.latest;
    return this.page;
  }

  ask(pageIndex: number): Promise<Response> {
    const pin: Record<string, string> =
      this.#latest === null || !this.#paging.handsPinBack
        ? {}
        : { latest: String(this.#latest), latest_pk: String(this.#latest) };
    return this.#client.post('/api/data-points.json', {
      token: this.#client.token ?? '',
      page_size: String(this.pageSize),
      page_index: String(pageIndex),
      filters: JSON.stringify(this.#filters),
      excludes: JSON.stringify(this.#excludes),
      order_by: JSON.stringify(this.#orderBy),
      ...pin,
    });
  }

  #with(change: (query: PullQuery) => void): PullQuery {
    const query = new PullQuery(this.#client, this.#paging);
    query.#filters = [...this.#filters];
    query.#excludes = [...this.#excludes];
    query.#orderBy = [...this.#orderBy];
    change(query);
    return query;
  }
}
