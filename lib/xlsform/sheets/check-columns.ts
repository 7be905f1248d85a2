import type { Findings } from '../findings/findings.ts';
import { isDeclaredName, type Declarations } from '../settings/namespaces.ts';
import type { FormSheet } from './read-rows.ts';

/** Columns `bind::x`, `body::x`, `instance::x` and `attribute::x` write an attribute x. */
const attributeGroups = new Set(['bind', 'control', 'instance', 'attribute']);
const mediaForms = new Set(['image', 'big-image', 'audio', 'video']);

/** Tells columns that are filled in and ask for what no form can have: attributes without a name, unknown media. */
export function checkColumns(sheet: FormSheet, declarations: Declarations, findings: Findings): void {
  for (const { index, header, words } of sheet.columns) {
    const fault = findFault(words, declarations);
    const isUsed = sheet.source.rows.some(({ cells }) => (cells[index] ?? '') !== '');
    if (fault === undefined || !isUsed) continue;
    findings.error('header_unusable', { sheet: sheet.name, row: 1, column: header }, `The column '${header}' ${fault}`);
  }
}

function findFault([group = '', member]: readonly string[], declarations: Declarations): string | undefined {
  if (member === undefined) return undefined;
  if (group === 'media' && !mediaForms.has(member)) {
    return `is of media that forms do not have. There are ${[...mediaForms].join(', ')}.`;
  }
  if (!attributeGroups.has(group) || isDeclaredName(member, declarations)) return undefined;
  return `asks for an attribute '${member}', which cannot be its name. A prefix before a colon must be declared in the setting 'namespaces'.`;
}
