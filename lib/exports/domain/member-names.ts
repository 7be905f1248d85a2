/**
 * Lower case ASCII letters, digits, `_` and `-`: the slug by which PDK names files (Django's `slugify`). Text without
 * any of them gives the empty slug.
 */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\x00-\x7f]/g, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
}

/** Gives out names once: what would come twice gets `__1`, `__2`… */
export class NameRegister {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();
  readonly #keyOf: (name: string) => string;

  /** `ofFiles`: names that many systems take for one, as `P-1.txt` and `p-1.txt`, come twice: unpacked, one would replace the other. */
  constructor({ ofFiles = false }: { readonly ofFiles?: boolean } = {}) {
    this.#keyOf = ofFiles ? (name) => name.normalize('NFC').toLowerCase() : (name) => name;
  }

  /** `toName` makes the name of the text, with a suffix or without. Order decides who gets the bare name. */
  claim(text: string, toName: (text: string) => string): string {
    const bare = toName(text);
    let name = bare;
    const key = this.#keyOf(bare);
    let suffix = this.#next.get(key) ?? 1;
    while (this.#taken.has(this.#keyOf(name))) {
      name = toName(`${text}__${String(suffix)}`);
      suffix += 1;
    }
    this.#next.set(key, suffix);
    this.#taken.add(this.#keyOf(name));
    return name;
  }
}

/** What sources are called that have no letter a slug may have: an archive member needs a name. */
const namelessSource = 'source';

/**
 * The slug of a source, with a suffix when its table is in pieces, among those that have theirs; what slugs alike gets
 * `__1`, `__2`… in their order.
 */
export function claimSlug(register: NameRegister, source: string, suffix = ''): string {
  return register.claim(`${slugOf(source) === '' ? namelessSource : source}${suffix}`, slugOf);
}

const longestNamePart = 150;

/**
 * Text as part of a file name: what a path or a file system gives a meaning is replaced, so that no member leaves its
 * folder, whatever a device calls itself.
 */
export function safeNamePart(text: string): string {
  const safe = text
    .replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_')
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '_');
  // Letters beyond the basic plane take two places: none is cut in half.
  return safe.slice(0, longestNamePart).replace(/[\ud800-\udbff]$/, '') || '_';
}

export interface ArchiveNaming {
  /** Distinguishes the order and, when there are several, its part. */
  readonly job: string;
  /** YYYY-MM-DD on which the order was given. */
  readonly orderedOn: string;
  readonly prefix: string | null;
  readonly suffix: string | null;
  /** First day asked for, YYYY-MM-DD. */
  readonly from: string | null;
}

/** `<prefix>_<job>_<suffix>.zip` as PDK stores and delivers archives; the suffix is the first day unless given. */
export function archiveName({ job, prefix, suffix, from, orderedOn }: ArchiveNaming): string {
  return [prefix ?? 'pdk_export_final', job, suffix ?? from ?? orderedOn].map(safeNamePart).join('_') + '.zip';
}

/** `pdk-export_<date>_<job>.zip` as PDK names downloads; the archive's own name when the order chose one. */
export function downloadName(naming: ArchiveNaming): string {
  if (naming.prefix !== null || naming.suffix !== null) return archiveName(naming);
  return `pdk-export_${naming.orderedOn}_${naming.job}.zip`;
}

/**
 * The manifest's name in the archive: not ending in `.txt` or `.json`, so that scripts which read every table or every
 * day's file do not take it for one.
 */
export const manifestName = 'CAIRN-MANIFEST';
