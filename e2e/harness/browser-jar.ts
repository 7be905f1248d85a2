/** Requests as a browser sends them: cookies are kept and sent back, redirects are not followed. */
export class BrowserJar {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  get cookieNames(): readonly string[] {
    return [...this.#cookies.keys()];
  }

  /** Changes or forgets a cookie, as somebody with their hands on the browser can. */
  setCookie(name: string, value: string | null): void {
    if (value === null) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }

  /** `path` may be a whole address of the same origin. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const address = new URL(path, this.#origin);
    if (address.origin !== this.#origin) throw new Error(`${address.origin} is not where these cookies belong`);
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(address, { redirect: 'manual', ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const isGone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
    this.setCookie(pair.slice(0, at).trim(), isGone || at === pair.length - 1 ? null : pair.slice(at + 1));
  }
}
