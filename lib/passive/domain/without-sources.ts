import type { BundleContent } from './read-bundle.ts';

/** What is left of a bundle when some of its sources are taken out. */
export interface RemainingBundle {
  /** JSON list of what stays, as it was written; null: nothing stays. */
  readonly body: Buffer | null;
  /** Elements taken out. */
  readonly removedCount: number;
}

/**
 * The elements of a bundle that are not of the sources named, in their order. What could not be read goes too when it
 * names one of them: erasing errs on that side.
 */
export function withoutSources(
  content: BundleContent,
  belongs: (sent: string) => boolean,
  names: readonly string[],
): RemainingBundle {
  const quoted = names.map((name) => JSON.stringify(name));
  const kept: { readonly position: number; readonly text: string }[] = [];
  let removedCount = 0;
  for (const { source, position, bytes, start, end } of content.points) {
    if (belongs(source)) removedCount += 1;
    else kept.push({ position, text: bytes.toString('utf8', start, end) });
  }
  for (const { position, sourceHint, content: text } of content.findings) {
    const isNamed = (sourceHint !== null && belongs(sourceHint)) || quoted.some((name) => text?.includes(name));
    if (isNamed) removedCount += 1;
    else if (text) kept.push({ position, text });
  }
  if (kept.length === 0) return { body: null, removedCount };
  const texts = kept.toSorted((a, b) => a.position - b.position).map(({ text }) => text);
  return { body: Buffer.from(`[${texts.join(',\n')}]`), removedCount };
}
