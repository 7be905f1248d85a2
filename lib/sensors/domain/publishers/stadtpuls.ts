/** What Stadtpuls is told of an installation. Coordinates are degrees, WGS 84. */
export interface StadtpulsPlace {
  readonly installationId: string;
  readonly eui64: string | null;
  readonly alias: string;
  readonly owner: string;
  readonly model: { readonly manufacturer: string; readonly sensorType: string } | null;
  readonly room: {
    readonly name: string;
    readonly description: string;
    readonly sizeSqm: number | null;
    readonly heightM: number | null;
  };
  readonly site: {
    readonly name: string;
    readonly description: string;
    readonly street: string;
    readonly zip: string;
    readonly city: string;
    readonly longitude: number | null;
    readonly latitude: number | null;
  };
}

const maxNameCharacters = 49;

/** Body of a registration (managair.md, 12, step 3). */
export function writeStadtpulsSensor(place: StadtpulsPlace, userId: string): string {
  const { alias, room, site } = place;
  return JSON.stringify({
    name: Array.from(stadtpulsName(alias, room.name)).slice(0, maxNameCharacters).join(''),
    description: describe(place),
    connection_type: 'http',
    location: site.city,
    longitude: site.longitude,
    latitude: site.latitude,
    user_id: userId,
    category_id: 1,
  });
}

function stadtpulsName(alias: string, room: string): string {
  return `${alias} in ${room}`;
}

/** The line of a description by which a registration is found again when its answer was not seen. */
export function stadtpulsMark(installationId: string): string {
  return `id = "${installationId}"`;
}

/** The description as TOML, the mark first. */
function describe({ installationId, eui64, alias, owner, model, room, site }: StadtpulsPlace): string {
  return [
    ...table(null, { id: installationId, eui64, alias, owner }),
    ...table('model', { manufacturer: model?.manufacturer ?? null, type: model?.sensorType ?? null }),
    ...table('room', {
      name: room.name,
      description: room.description,
      size_sqm: room.sizeSqm,
      height_m: room.heightM,
    }),
    ...table('site', {
      name: site.name,
      description: site.description,
      street: site.street,
      zip: site.zip,
      city: site.city,
    }),
  ].join('\n');
}

function table(name: string | null, members: Readonly<Record<string, string | number | null>>): string[] {
  const lines = Object.entries(members).flatMap(([key, value]) =>
    value === null || value === ''
      ? []
      : [`${key} = ${typeof value === 'number' ? tomlFloat(value) : tomlText(value)}`],
  );
  return name === null ? lines : [`[${name}]`, ...lines];
}

/** A TOML float has a fraction. */
function tomlFloat(value: number): string {
  return Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

/** A basic string of TOML 1.0; JSON's escapes are a part of TOML's, but for the delete character. */
function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', String.raw`\u007F`);
}

/**
 * Body of a record (managair.md, 12, step 5): values in the order of the publisher's fields. One that was not measured keeps its
 * place, so that no other is taken for it.
 */
export function writeStadtpulsRecord(
  observedAt: Date,
  { fields, values }: { readonly fields: readonly string[]; readonly values: Readonly<Record<string, number>> },
): string {
  const measurements = fields.map((field) => values[field] ?? null);
  const recordedAt = observedAt.toISOString().replace(/(\.000)?Z$/, '+00:00');
  return JSON.stringify({ records: [{ recorded_at: recordedAt, measurements }] });
}
