import type { FileDestinationSettings } from './destination.ts';
import { safeNamePart } from './member-names.ts';

/** What the name of a delivered archive is made of. */
export interface DeliveredArchive {
  /** `<prefix>_<job>_<suffix>.zip`. */
  readonly archive: string;
  /** Host name of the platform. */
  readonly host: string;
  /** YYYY-MM-DD. */
  readonly deliveredOn: string;
  /** First and last source of the archive in their order; null when it has none. */
  readonly sources: { readonly first: string; readonly last: string } | null;
}

/**
 * Where an archive lies at a destination: `path/[host_][date_][first--last_]archive.zip` (Passive Data Kit, section 6.6).
 * Nothing of a source's name or of the host leads out of the folder.
 */
export function deliveredPath(
  settings: Pick<FileDestinationSettings, 'path' | 'prependHost' | 'prependDate' | 'prependSourceRange'>,
  { archive, host, deliveredOn, sources }: DeliveredArchive,
): string {
  const parts = [
    settings.prependHost ? host : null,
    settings.prependDate ? deliveredOn : null,
    settings.prependSourceRange && sources ? rangeOf(sources) : null,
    archive,
  ];
  const name = parts
    .filter((part) => part !== null)
    .map(safeNamePart)
    .join('_');
  return settings.path === '' ? name : `${settings.path}/${name}`;
}

function rangeOf({ first, last }: { readonly first: string; readonly last: string }): string {
  return first === last ? first : `${first.slice(0, 60)}--${last.slice(0, 60)}`;
}
