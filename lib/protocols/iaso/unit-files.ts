import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { answerJson } from '#lib/platform/http/answer-json.ts';
import { exportUnitGroups, openUnitsFile, type UnitsFile } from '#lib/registry/index.ts';
import { parquetExtraFields, type ParquetExtraField } from '#lib/registry/domain/export-order.ts';
import type { IasoCall } from './exchange.ts';
import { one, placeSearches } from './place-searches.ts';
import { readInteger, readList, readText, refuse, type Params } from './read-params.ts';
import { readSearches } from './unit-filters.ts';

const formats = ['csv', 'xlsx', 'gpkg', 'parquet'] as const;

/** Which file of units is asked for; null: none. */
export function askedFile(params: Params): (typeof formats)[number] | null {
  return formats.find((format) => ['true', '1'].includes((readText(params, format) ?? '').toLowerCase())) ?? null;
}

/** What the address of a Parquet file may say; anything else would be ignored, and the file be another than was meant. */
const parquetParams = ['parquet', 'order', 'searches', 'extra_fields', 'org'];

/**
 * `GET /api/orgunits/?csv=true` and the like: the units that the searches find as a file (spec 4.3 to 4.5). Headers of
 * tables are French, as scripts of the old clients know them. What a Parquet file does not know has status 409 (4.5).
 */
export async function giveUnitsFile({ ctx, params }: IasoCall, format: (typeof formats)[number]): Promise<Response> {
  const unknown = format === 'parquet' ? Object.keys(params).filter((name) => !parquetParams.includes(name)) : [];
  if (unknown.length > 0) return answerJson({ detail: `A Parquet file knows no ${unknown.join(', ')}.` }, 409);
  const placed = await placeSearches(ctx, readSearches(params).searches);
  const [version, ...others] = new Set(placed.map(({ versionId }) => versionId));
  if (version === undefined || others.length > 0) return refuse('version', 'A file holds the units of one version.');
  if (placed.some(({ withoutIds = [] }) => withoutIds.length > 0)) {
    return refuse('onlyDirectChildren', 'A file holds everything under a unit with the unit itself.');
  }
  const searches = placed.map(({ search }) => search);
  const extraFields = format === 'parquet' ? readExtraFields(params) : [];
  return answerFile(await openUnitsFile(ctx, { version, searches, format, locale: 'fr', extraFields }));
}

function readExtraFields(params: Params): ParquetExtraField[] {
  const asked = readList(params, 'extra_fields') ?? [];
  if (asked.includes(':all')) return [...parquetExtraFields];
  return asked.map(
    (name) => parquetExtraFields.find((known) => known === name) ?? refuse('extra_fields', `There is no "${name}".`),
  );
}

/** `GET /api/groups/export/?file_format=csv|xlsx`: groups of a version as a table (spec 4.6). */
export async function exportGroups({ ctx, params }: IasoCall): Promise<Response> {
  const format = readText(params, 'file_format') ?? 'csv';
  if (format !== 'csv' && format !== 'xlsx') return refuse('file_format', 'The format is csv or xlsx.');
  const [version, pyramid] = [readInteger(params, 'version'), readInteger(params, 'dataSource')];
  const text = readText(params, 'search');
  const file = await exportUnitGroups(ctx, {
    format,
    ...(text !== undefined && { text }),
    ...(version !== undefined && { version: await one(ctx, 'version', version) }),
    ...(pyramid !== undefined && { pyramid: await one(ctx, 'pyramid', pyramid) }),
  });
  return answerFile(file);
}

function answerFile({ name, contentType, content }: UnitsFile): Response {
  return new Response(Readable.toWeb(content) as ReadableStream<Uint8Array> as BodyInit, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
