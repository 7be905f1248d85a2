import { intakeStudy, SenderTokens, type IntakeStudy } from '#lib/accounts/index.ts';
import { BundleQueue, type Door, type Receipt } from '#lib/passive/index.ts';
import type { Actor } from '#lib/platform/context.ts';
import { withinPatience } from '#lib/platform/db/within-patience.ts';
import { IntakeLimit } from '#lib/platform/limits/intake-limit.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { answerError, answerReceipt, bundleAdded, discarded, pointAdded, refuse } from './answers.ts';
import { answerAppConfig } from './app-config.ts';
import { requireToken } from './authorize-token.ts';
import { openDashboardCall, type DashboardCall } from './dashboard-call.ts';
import { Exchange, type Answer, type PdkContext } from './exchange.ts';
import { answerFetchMetadata, nothingKnown } from './fetch-metadata.ts';
import type { PullCall } from './pull/pull-request.ts';
import { CutOff } from './pump-body.ts';
import { answerWithingsAuth, answerWithingsStart } from './withings.ts';
import { doorOf, receiveUpload } from './receive-upload.ts';

/** A request at a door of a study. */
interface Visit {
  readonly exchange: Exchange;
  readonly study: IntakeStudy;
}

type Work = (visit: Visit) => Promise<Answer>;

const bundleMethods = 'CREATE, POST, PUT, HEAD, OPTIONS';

/** One installation's doors for Passive Data Kit clients. */
export class PdkDoor {
  readonly #runtime: Runtime;
  readonly #queue: BundleQueue;
  readonly #limit: IntakeLimit;
  readonly #tokens: SenderTokens;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#queue = new BundleQueue(runtime);
    this.#limit = new IntakeLimit(runtime.config.intakePerMinute);
    this.#tokens = new SenderTokens(runtime);
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  /** `add-bundle.json`: CREATE and POST are open, PUT is the v3 upload with a token (sections 1.2, 1.3, 1.12). */
  addBundle(c: PdkContext): Promise<Response> {
    return this.#serve(c, (visit) => {
      const { method } = visit.exchange;
      if (method === 'CREATE' || method === 'POST') return this.#receive(visit, { isPoint: false });
      if (method === 'PUT') return this.#receiveWithToken(visit);
      return Promise.resolve(answerBare(method, bundleMethods));
    });
  }

  /** `v3/data/bundle`: the address REX has for the v3 upload. */
  putBundle(c: PdkContext): Promise<Response> {
    return this.#serve(c, (visit) => {
      const { method } = visit.exchange;
      return method === 'PUT'
        ? this.#receiveWithToken(visit)
        : Promise.resolve(answerBare(method, 'PUT, HEAD, OPTIONS'));
    });
  }

  /** `add-point.json` (section 1.10). */
  addPoint(c: PdkContext): Promise<Response> {
    return this.#serve(c, (visit) => {
      const { method } = visit.exchange;
      if (method === 'CREATE' || method === 'POST') return this.#receive(visit, { isPoint: true });
      return Promise.resolve(answerBare(method === 'HEAD' ? '' : method, 'CREATE, POST, OPTIONS'));
    });
  }

  /** `app-config.json` (section 1.11): answers whatever the method. */
  appConfig(c: PdkContext): Promise<Response> {
    return this.#visit(c, ({ exchange, study }) => {
      const actor: Actor = { kind: 'device', studyId: study.studyId, label: exchange.remoteAddress };
      const ctx = this.#context({ exchange, study }, actor);
      const answer = answerAppConfig({ ctx, exchange, studyId: study.studyId });
      return withinPatience(answer, this.#runtime.config.intakePatienceMs);
    });
  }

  /** The calls of pull clients (section 1.15): POST only, always answered in JSON, each noted in the access records. */
  pull(c: PdkContext, call: PullCall): Promise<Response> {
    return this.#visit(c, async ({ exchange, study }) => {
      const { method } = exchange;
      if (method === 'POST') return call({ runtime: this.#runtime, exchange, study });
      return answerBare(method === 'HEAD' ? '' : method, 'POST, OPTIONS');
    });
  }

  /** `fetch-metadata.json` (section 1.14): peers ask with POST; everybody else is told `{}`. */
  fetchMetadata(c: PdkContext): Promise<Response> {
    return this.#visit(c, ({ exchange, study }) =>
      exchange.method === 'POST'
        ? answerFetchMetadata({ runtime: this.#runtime, exchange, study })
        : Promise.resolve(nothingKnown),
    );
  }

  /** The calls of the old server's dashboard (section 5.7), for people who are signed in and holders of tokens. */
  dashboard(
    c: PdkContext,
    { call, methods }: { readonly call: DashboardCall; readonly methods: string },
  ): Promise<Response> {
    return this.#visit(c, async (visit) => {
      const { method } = visit.exchange;
      if (method === 'OPTIONS' || !methods.split(', ').includes(method)) return answerBare(method, methods);
      return call(await openDashboardCall({ runtime: this.#runtime, ...visit }));
    });
  }

  /** `withings/start/<source>`: a participant links an account (section 5). */
  withingsStart(c: PdkContext): Promise<Response> {
    return this.#visit(c, async (visit) => {
      const { method } = visit.exchange;
      if (method !== 'GET') return answerBare(method, 'GET, OPTIONS');
      return answerWithingsStart({ runtime: this.#runtime, ...visit }, c.req.param('source') ?? '');
    });
  }

  /** `withings/auth`: they come back. */
  withingsAuth(c: PdkContext): Promise<Response> {
    return this.#visit(c, async (visit) => {
      const { method } = visit.exchange;
      if (method !== 'GET') return answerBare(method, 'GET, OPTIONS');
      return answerWithingsAuth({ runtime: this.#runtime, ...visit });
    });
  }

  /** Everything else below the addresses of these doors. */
  unknownAddress(c: PdkContext): Promise<Response> {
    const answer = refuse(404, 'not_found', 'There is nothing at this address. Uploads go to …/data/add-bundle.json.');
    return this.#settle(new Exchange(c), () => Promise.resolve(answer));
  }

  /** What all doors that take data do first. */
  #serve(c: PdkContext, work: Work): Promise<Response> {
    return this.#visit(c, (visit) => {
      if (visit.study.discardsUploads) return Promise.resolve({ status: 201, body: discarded });
      const waitS = takesData(visit.exchange) ? this.#limit.take(visit.exchange.remoteAddress) : null;
      if (waitS === null) return work(visit);
      throw new Problem('rate_limited', { fields: { retryAfterSeconds: String(waitS) } });
    });
  }

  #visit(c: PdkContext, work: Work): Promise<Response> {
    const exchange = new Exchange(c);
    return this.#settle(exchange, async () => {
      const looked = intakeStudy(this.#runtime, c.req.param('key') ?? null);
      const study = await withinPatience(looked, this.#runtime.config.intakePatienceMs);
      if (study) return work({ exchange, study });
      return refuse(
        404,
        'study_unknown',
        'There is no study at this address. Check the address that the study page shows.',
      );
    });
  }

  /** Sends what came of it. To CREATE nothing is answered but success: iOS deletes its data on any answer (1.9). */
  async #settle(exchange: Exchange, work: () => Promise<Answer>): Promise<Response> {
    let answer: Answer;
    try {
      answer = await work();
    } catch (error) {
      this.#report(exchange, error);
      answer = answerError(error);
    }
    if (!exchange.isCreate) return exchange.answer(answer);
    if (answer.status < 400) return exchange.answer({ ...answer, isIndented: true });
    this.#runtime.metrics.bundles.inc({ door: 'create', outcome: 'dropped' });
    return exchange.drop();
  }

  async #receiveWithToken(visit: Visit): Promise<Answer> {
    const { actor, organizationId } = await requireToken(this.#tokens, visit.exchange);
    // A token of another organization is as good as none.
    if (organizationId !== visit.study.organizationId) throw new Problem('sign_in_required');
    return this.#receive(visit, { isPoint: false, actor });
  }

  async #receive(
    visit: Visit,
    { isPoint, actor }: { readonly isPoint: boolean; readonly actor?: Actor },
  ): Promise<Answer> {
    const { exchange, study } = visit;
    const device: Actor = { kind: 'device', studyId: study.studyId, label: exchange.remoteAddress };
    const startedAt = performance.now();
    const receipt = await receiveUpload({
      ctx: this.#context(visit, actor ?? device),
      exchange,
      studyId: study.studyId,
      queue: this.#queue,
      maxBytes: this.#runtime.config.maxBundleBytes,
      isPoint,
    });
    this.#measure(doorOf(exchange, isPoint), receipt, (performance.now() - startedAt) / 1000);
    return isPoint ? { ...answerReceipt(receipt, pointAdded), isIndented: true } : answerReceipt(receipt, bundleAdded);
  }

  #context({ exchange, study }: Visit, actor: Actor) {
    return this.#runtime.context({ organizationId: study.organizationId, actor, requestId: exchange.requestId });
  }

  #measure(door: Door, receipt: Receipt, seconds: number): void {
    const stored = receipt.kind === 'stored' && receipt.isRepeat ? 'repeated' : 'accepted';
    this.#runtime.metrics.bundles.inc({ door, outcome: receipt.kind === 'stored' ? stored : 'refused' });
    this.#runtime.metrics.intakeSeconds.observe({ door }, seconds);
  }

  /** What the server is to blame for is logged once, here; what the client did is its own business. */
  #report({ requestId, method }: Exchange, error: unknown): void {
    if (error instanceof CutOff) return;
    const kind = error instanceof Problem ? problemCatalogue[error.code].kind : 'fault';
    if (kind !== 'fault' && kind !== 'unavailable') return;
    this.#runtime.log.error({ err: (error as Error).cause ?? error, requestId, method }, 'an upload failed');
  }
}

function takesData({ method }: Exchange): boolean {
  return method === 'CREATE' || method === 'POST' || method === 'PUT';
}

/** HEAD and OPTIONS say what is possible; everything else is told so. */
function answerBare(method: string, allow: string): Answer {
  if (method === 'HEAD' || method === 'OPTIONS') return { status: 200, body: null, isEmpty: true, headers: { allow } };
  return { ...refuse(405, 'method_unknown', `This address answers to ${allow}.`), headers: { allow } };
}
