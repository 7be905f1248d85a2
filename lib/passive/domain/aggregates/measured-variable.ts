import { metadataName } from '../canonical-hash.ts';
import { anyMember, listItems } from '../codebook/variable-path.ts';

/**
 * Members whose numbers are no quantity: instants, identifiers, positions. Sunrise and sunset are instants too, but
 * what is drawn of them is the hour.
 */
const noQuantity =
  /^(observed|date|latitude|longitude|lat|lon|lng|number|timezone-offset|id|uuid)$|timestamp|([_-]id|[a-z]Id)$/;

/** Longest path that is summed up, in characters. */
const maxPathCharacters = 120;

/**
 * True for a variable whose numbers are summed up while points are stored: a member at any depth of objects, or the items
 * of one list of numbers. `path` as in the codebook.
 */
export function isMeasured(path: string, name: string): boolean {
  if (path.length > maxPathCharacters || noQuantity.test(name) || path.startsWith(metadataName)) return false;
  const list = path.indexOf(listItems);
  const isPlain = list < 0 || list === path.length - listItems.length;
  return isPlain && path !== '' && !path.split('.').includes(anyMember);
}
