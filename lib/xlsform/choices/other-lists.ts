import { textCell } from '../sheets/cells.ts';
import type { FormSheet } from '../sheets/read-rows.ts';
import { toText, type OsmTag } from '../tree/form-element.ts';

/** Names of the lists on the sheet `external_choices`, which clients read from a file beside the form. */
export function readExternalLists(sheet: FormSheet): ReadonlySet<string> {
  return new Set(sheet.rows.flatMap(({ cells }) => textCell(cells, 'list name') ?? []));
}

/** Tags of OpenStreetMap questions, by list. */
export function readOsmTags(sheet: FormSheet): ReadonlyMap<string, readonly OsmTag[]> {
  const tagged = sheet.rows.flatMap(({ cells }) => {
    const list = textCell(cells, 'list name');
    const label = cells.get('label');
    const tag = { key: textCell(cells, 'name') ?? '', label: label === undefined ? undefined : toText(label) };
    return list === undefined ? [] : [{ list, tag }];
  });
  const lists = Map.groupBy(tagged, ({ list }) => list);
  return new Map([...lists].map(([list, members]) => [list, members.map(({ tag }) => tag)]));
}
