/** Query strings that were written and that the router has not drawn yet. */
export interface WrittenAddresses {
  /** A query string was written to the address of a page. */
  wrote(pathname: string, query: string): void;
  /** The router has drawn an address: one of those that were written, and with it those before, or one from elsewhere. */
  drew(pathname: string, query: string): void;
  /** The query string that was written last to the page's address and is not drawn yet; null: there is none. */
  newest(pathname: string): string | null;
  /** The person went back or forward: what was written is past. */
  forget(): void;
}

/** Remembers what was written until it is drawn. */
export function createWrittenAddresses(): WrittenAddresses {
  let waiting: { readonly pathname: string; readonly query: string }[] = [];
  return {
    wrote(pathname, query) {
      waiting.push({ pathname, query });
    },
    drew(pathname, query) {
      const at = waiting.findLastIndex((one) => one.pathname === pathname && one.query === query);
      waiting = at < 0 ? [] : waiting.slice(at + 1);
    },
    newest(pathname) {
      const last = waiting.at(-1);
      return last?.pathname === pathname ? last.query : null;
    },
    forget() {
      waiting = [];
    },
  };
}
