import { z } from 'zod';

const needsPlaces = 'has no {z}, {x} and {y}; give https://tiles.example.org/{z}/{x}/{y}.png';

/** The address of a tile server, with `{z}`, `{x}` and `{y}`. */
export const tileUrlSchema = z
  .string()
  .refine((text) => ['{z}', '{x}', '{y}'].every((part) => text.includes(part)), needsPlaces);

const baseMapSchema = z.object({
  /** As people choose it: "Satellite". */
  name: z.string().trim().min(1).max(40),
  url: tileUrlSchema.regex(/^https?:\/\//),
  attribution: z.string().default(''),
});

/** A map that lies under everything else; of the one without a name people are told that it has streets. */
export interface BaseMap {
  readonly name: string | null;
  readonly url: string;
  readonly attribution: string;
}

const wanted = 'is no list of maps; give [{"name":"Satellite","url":"https://…/{z}/{x}/{y}.png","attribution":"…"}]';

/** Further maps as a JSON list of {@link BaseMap}. */
export const baseMapsSchema = z
  .string()
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      ctx.addIssue({ code: 'custom', message: wanted });
      return z.NEVER;
    }
  })
  .pipe(z.array(baseMapSchema, wanted).max(10))
  .refine((maps) => new Set(maps.map(({ name }) => name)).size === maps.length, 'names two maps alike');

/** Addresses of all tile servers of an environment; a list that cannot be read is told when the configuration is. */
export function tileUrlsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const more = baseMapsSchema.safeParse(env['CAIRN_BASE_MAPS'] ?? '[]').data ?? [];
  const first = env['CAIRN_TILE_URL'] ?? '';
  return [...(first === '' ? [] : [first]), ...more.map(({ url }) => url)];
}
