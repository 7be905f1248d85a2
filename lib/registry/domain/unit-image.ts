import { z } from 'zod';

/** Largest picture of a unit, in bytes. */
export const maxImageBytes = 10_000_000;
/** Pictures of one unit. */
export const maxUnitImages = 200;
/** Bytes from which the kind of a picture is told. */
export const imageHeadBytes = 12;

export const unitImageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type UnitImageType = (typeof unitImageTypes)[number];

/** A picture of a unit. */
export const unitImageSchema = z.object({
  id: z.string(),
  contentType: z.enum(unitImageTypes),
  sizeBytes: z.coerce.number(),
  caption: z.string(),
  createdAt: z.coerce.date(),
});
export type UnitImage = z.infer<typeof unitImageSchema>;

/** The kind of a picture by how its bytes begin; null for anything that is not one of ours, whatever it is called. */
export function imageTypeOf(head: Uint8Array): UnitImageType | null {
  const text = String.fromCharCode(...head.subarray(0, imageHeadBytes));
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  return text.startsWith('RIFF') && text.slice(8) === 'WEBP' ? 'image/webp' : null;
}
