import { importMappingSchema, type ImportMapping } from './import-mapping.ts';
import { foldText } from './read-cell.ts';

type Single = Exclude<keyof ImportMapping, 'parents' | 'extra' | 'type'>;

/** How columns are called in English, French and German lists, most telling first; names are folded, words joined by "_". */
const words: readonly (readonly [Single, RegExp])[] = [
  ['latitude', /(^|_)lat(itude)?(_|$)/],
  ['longitude', /(^|_)(lon|lng|long|longitude)(_|$)/],
  ['altitude', /(^|_)(alt|altitude|elevation|hoehe|hohe)(_|$)/],
  ['accuracy', /(^|_)(accuracy|precision|genauigkeit)(_|$)/],
  ['parent_ref', /^(parent_(ref|id|code|uid)|ref_parent|id_parent|parent|eltern_ref)$/],
  [
    'source_ref',
    /^(ref|reference|source_ref|external_ref|id|uid|identifiant|identifier|matricule|numero.*|referenz|kennung)$/,
  ],
  ['code', /^(code|code_.*|.*_code)$/],
  ['status', /^(status|statut|validation_status)$/],
  ['aliases', /^(alias|aliases|autres_noms|other_names|andere_namen)$/],
  ['opening_date', /^(opening_date|opened|date_d_?ouverture|date_ouverture|eroeffnet|eroffnung.*)$/],
  ['closed_date', /^(closed_date|closing_date|closed|date_(de_)?fermeture|geschlossen|schliessung.*)$/],
  ['group_refs', /^(group_refs|groups|groupes|gruppen)$/],
  ['type_column', /^(type|typ|unit_type|type_unite)$/],
];

/** Levels above a place, from the top, as ministries call them. */
const levels = [
  /(^|_)(country|pays|land)(_|$)/,
  /^(region|province|provincepoliadmin|dps|state|etat|bundesland|.*_region|.*_province)/,
  /^(proved|department|departement|prefecture|county|wilaya|landkreis)/,
  /^(district|zone|zone_de_sante|health_zone|zs|territoire|territory|kreis|.*_district)/,
  /^(sproved|sub_?district|sous_prefecture|commune|municipality|gemeinde)/,
  /^(area|aire|aire_de_sante|health_area|as|ward|arrondissement|payam|boma)/,
];

const nameWords = [
  /^(name|nom|bezeichnung)$/,
  /^(nom|name)_/,
  /_(name|nom)$/,
  /^(school|ecole|schule|facility|etablissement|clinic|clinique|site|village|place|lieu|ort)/,
];

/** The mapping that the names of columns speak for; null when no column looks like the name of a place. */
export function guessMapping(headers: readonly string[]): ImportMapping | null {
  const free = new Map(headers.filter((header) => header !== '').map((header) => [header, foldHeader(header)]));
  const take = (pattern: RegExp): string | undefined => {
    const found = [...free].find(([, folded]) => pattern.test(folded))?.[0];
    if (found !== undefined) free.delete(found);
    return found;
  };
  const single = Object.fromEntries(
    words.flatMap(([member, pattern]) => {
      const header = take(pattern);
      return header === undefined ? [] : [[member, header]];
    }),
  ) as Partial<Record<Single, string>>;
  const name = nameWords.map(take).find((header) => header !== undefined);
  if (name === undefined) return null;
  const parents = single.parent_ref === undefined ? levels.flatMap((pattern) => take(pattern) ?? []) : [];
  const { latitude, longitude, ...others } = single;
  const position = latitude !== undefined && longitude !== undefined ? { latitude, longitude } : {};
  return importMappingSchema.parse({ name, parents, ...others, ...position });
}

function foldHeader(header: string): string {
  return foldText(header)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
