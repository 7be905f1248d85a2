/** Whether the place of a location or feature is written as GeoJSON; clients name that in several ways. */
export function isGeoJson({ encodingType }: Readonly<Record<string, unknown>>): boolean {
  return typeof encodingType === 'string' && /geo\+?json/i.test(encodingType);
}
