/** Who watches a long act: is told how far it is, and may end it. */
export interface ImportWatch {
  /** When it aborts, the act throws at the next step and leaves nothing behind. */
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null, message: string) => void;
}

/** For acts that nobody watches. */
export const unwatched: ImportWatch = { signal: new AbortController().signal, progress: () => undefined };

/** Does a list in parts, so that it can be stopped between them. */
export async function inParts<Item>(
  items: readonly Item[],
  { size, signal }: { readonly size: number; readonly signal: AbortSignal },
  act: (part: readonly Item[], doneBefore: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    signal.throwIfAborted();
    await act(items.slice(from, from + size), from);
  }
}
