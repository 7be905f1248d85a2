import { createContext, Script } from 'node:vm';
import { compilePattern } from '../domain/configuration-pattern.ts';
import type { SearchPattern } from '../domain/configuration-choice.ts';

/** Longest text a pattern is searched in, in UTF-16 units. */
const maxTextLength = 1024;
/** What one search may take, in milliseconds: thousands of times what an honest pattern needs. */
const searchMs = 25;
/** What all searches of one request may take together. */
const requestMs = 100;

/** How often a search that got no processor time is tried. */
const mostAttempts = 20;

interface Sandbox {
  source: string;
  flags: string;
  text: string;
}

const sandbox: Sandbox = { source: '', flags: '', text: '' };
const context = createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });
const script = new Script('new RegExp(source, flags).test(text)');

/**
 * Searches with a time limit, since a pattern like `^(a+)+$` takes longer than the universe for some texts: V8 stops a
 * regular expression that runs in a script with a time-out. The limit is on computing: on a machine that is busy with
 * something else the clock runs out without the search having run, and it is tried again. Null: it was stopped.
 */
export function searchWithin(pattern: string, text: string, limitMs: number): boolean | null {
  Object.assign(sandbox, compilePattern(pattern), { text: text.slice(0, maxTextLength) });
  const before = process.threadCpuUsage();
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    try {
      return script.runInContext(context, { timeout: limitMs }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      if (process.threadCpuUsage(before).user / 1000 > limitMs * 0.7) return null;
    }
  }
  return null;
}

/** A search for one request; `onSlow` hears of each pattern that was stopped, which then counts as not found. */
export function createSearch(onSlow: (pattern: string) => void): SearchPattern {
  let leftMs = requestMs;
  return (pattern, text) => {
    if (leftMs < 1) return false;
    const before = process.threadCpuUsage();
    const found = searchWithin(pattern, text, Math.min(searchMs, Math.ceil(leftMs)));
    leftMs -= process.threadCpuUsage(before).user / 1000;
    if (found === null) onSlow(pattern);
    return found === true;
  };
}

/**
 * True when a pattern takes too long for some text made of its own characters: what a person saved by mistake shows
 * here and not at the first unlucky device.
 */
export function isSlowPattern(pattern: string): boolean {
  const letters = [...new Set([...(pattern.match(/[\w .:-]/g) ?? []), 'a', '0', '-'])].slice(0, 24);
  const probes = letters.flatMap((letter) => [`${letter.repeat(60)}\u0001`, `${letter}a0-`.repeat(30)]);
  return probes.some((probe) => searchWithin(pattern, probe, searchMs) === null);
}
