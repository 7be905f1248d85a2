import type { RefusalCode } from './import-report.ts';
import { largestExtraFieldsBytes, longestUnitText, mostAliases } from './org-unit.ts';
import type { PlannedUnit } from './planned-unit.ts';

/** Something that a unit cannot keep: the column by its meaning, why, and the beginning of the text. */
export interface UnkeepableText {
  readonly column: string;
  readonly code: RefusalCode;
  readonly detail: string;
}

/** Texts of a unit of a file that are longer than a unit may have, as pages and API refuse them too. */
export function findUnkeepable({ facts, changed, before }: PlannedUnit): UnkeepableText[] {
  const isNew = (member: (typeof changed)[number]) => before === null || changed.includes(member);
  const found: UnkeepableText[] = [];
  const refuseLong = (text: string, column: string, code: RefusalCode) => {
    if (text.length > longestUnitText) found.push({ column, code, detail: `${text.slice(0, 39)}…` });
  };
  if (isNew('name')) refuseLong(facts.name, 'name', 'name_too_long');
  if (isNew('sourceRef')) refuseLong(facts.sourceRef ?? '', 'ref', 'reference_too_long');
  if (isNew('code')) refuseLong(facts.code, 'code', 'code_too_long');
  if (isNew('type')) refuseLong(facts.type.name, 'type', 'type_too_long');
  const longAlias = facts.aliases.find((alias) => alias.length > longestUnitText);
  if (isNew('aliases') && (longAlias !== undefined || facts.aliases.length > mostAliases)) {
    const detail = longAlias === undefined ? String(facts.aliases.length) : `${longAlias.slice(0, 39)}…`;
    found.push({ column: 'aliases', code: 'aliases_unusable', detail });
  }
  const extraBytes = isNew('extraFields') ? new TextEncoder().encode(JSON.stringify(facts.extraFields)).length : 0;
  if (extraBytes > largestExtraFieldsBytes) {
    found.push({ column: 'extra', code: 'extra_fields_too_large', detail: `${String(extraBytes)} bytes` });
  }
  return found;
}
