import type { Metadata } from 'next';
import { z } from 'zod';
import { NoPlaces } from '#components/places/no-places.tsx';
import { neededColumns, placeColumnIds, usualColumns } from '#components/places/place-column-ids.ts';
import { PlacesView } from '#components/places/places-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { unitListAddressSchema } from '#lib/registry/domain/unit-list-address.ts';
import { countFoundUnits, listUnitChoices, listUnits, resolveVersion, type OpenVersion } from '#lib/registry/index.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('places'))('list.title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The list's address, with the columns that are seen instead of those that are computed. */
const addressSchema = unitListAddressSchema.omit({ columns: true }).extend({
  columns: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(placeColumnIds)))
    .optional(),
});

export default async function PlacesPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  if (!holds(ctx, 'registry.read')) {
    return <RefusedPage title={(await getTranslator('places'))('list.title')} verb="registry.read" />;
  }
  const params = await searchParams;
  // An address that somebody mistyped shows every place instead of an error.
  const address = addressSchema.safeParse(params).data ?? addressSchema.parse({});
  const version = await orNotFound(findVersion(ctx, address));
  if (!version) return <NoPlaces canImport={holds(ctx, 'registry.edit')} />;
  const { searches, sort, order } = address;
  const selection = { version: version.id, searches };
  const view = { ...selection, sort, order, columns: neededColumns(address.columns ?? usualColumns) };
  const [choices, page, counts] = await Promise.all([
    listUnitChoices(ctx, { version: version.id }),
    listUnits(ctx, { ...view, limit: 50 }),
    countFoundUnits(ctx, selection, { isQuick: true }),
  ]);
  return (
    <PlacesView
      initial={{ view, page: { items: [...page.items], next: page.next }, counts }}
      version={{
        id: version.id,
        number: version.number,
        pyramidId: version.pyramidId,
        pyramidName: version.pyramidName,
        isDefault: version.isDefault,
        isReadOnly: version.isReadOnly,
        treeStatuses: version.treeStatuses,
      }}
      choices={choices}
      canEdit={holds(ctx, 'registry.edit')}
      canSeeSources={holds(ctx, 'sources.read')}
    />
  );
}

/** The version an address means; null: it names none, and there is no default. */
async function findVersion(
  ctx: Context,
  { version, pyramid }: z.infer<typeof addressSchema>,
): Promise<OpenVersion | null> {
  try {
    return await resolveVersion(ctx, { version, pyramid });
  } catch (error) {
    const isNone = error instanceof Problem && error.code === 'not_found';
    if (isNone && version === undefined && pyramid === undefined) return null;
    throw error;
  }
}

/** May the viewer do this in at least one study? */
function holds({ actor }: Context, verb: Verb): boolean {
  return hasVerb(actor, verb) || studiesWithVerb(actor, verb)?.length !== 0;
}
