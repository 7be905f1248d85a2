import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { z } from 'zod';
import { AddressesView } from '#components/sensors/inventory/addresses-view.tsx';
import { InstallationsView } from '#components/sensors/inventory/installations-view.tsx';
import { inventoryParts, type InventoryPart } from '#components/sensors/inventory/inventory-parts.ts';
import { InventoryView } from '#components/sensors/inventory/inventory-view.tsx';
import { MembershipsView } from '#components/sensors/inventory/memberships-view.tsx';
import { ModelsView } from '#components/sensors/inventory/models-view.tsx';
import { ProtocolsView } from '#components/sensors/inventory/protocols-view.tsx';
import { QuantitiesView } from '#components/sensors/inventory/quantities-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listPeople } from '#lib/accounts/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  listAddressesSchema,
  listAddressRows,
  listInstalledNodes,
  listInstalledSchema,
  listModelRows,
  listModelsSchema,
  listProtocolRows,
  listProtocolsSchema,
  listQuantitiesSchema,
  listQuantityRows,
} from '#lib/sensors/index.ts';
import { getPageContext } from '../../../../_server/page-context.ts';
import { getTranslator } from '../../../../_server/translator.ts';

type Query = Readonly<Record<string, string | string[] | undefined>>;

interface PageProps {
  readonly params: Promise<{ readonly part: string }>;
  readonly searchParams: Promise<Query>;
}

const verbOf = {
  models: 'sources.read',
  protocols: 'sources.read',
  quantities: 'sources.read',
  addresses: 'registry.read',
  installations: 'sources.read',
  memberships: 'users.read',
} as const satisfies Readonly<Record<InventoryPart, Verb>>;

function partOf(text: string): InventoryPart {
  return inventoryParts.find((part) => part === text) ?? notFound();
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const part = partOf((await params).part);
  return { title: (await getTranslator('sensorInventory'))(`${part}.title`) };
}

export default async function InventoryPage({ params, searchParams }: PageProps) {
  const ctx = await getPageContext();
  const part = partOf((await params).part);
  const parts = inventoryParts.filter((one) => studiesWithVerb(ctx.actor, verbOf[one])?.length !== 0);
  if (!parts.includes(part)) {
    const title = (await getTranslator('sensorInventory'))(`${part}.title`);
    return <RefusedPage title={title} verb={verbOf[part]} />;
  }
  return (
    <InventoryView part={part} parts={parts}>
      {await listIn(ctx, part, await searchParams)}
    </InventoryView>
  );
}

/** The list of a part with its first page. */
async function listIn(ctx: Context, part: InventoryPart, query: Query) {
  const isAdministrator = ctx.actor.kind === 'user' && ctx.actor.isAdministrator;
  switch (part) {
    case 'models': {
      const wish = wishOf(listModelsSchema, query);
      return <ModelsView initial={initialOf(wish, await listModelRows(ctx, wish))} canEdit={isAdministrator} />;
    }
    case 'protocols': {
      const wish = wishOf(listProtocolsSchema, query);
      return <ProtocolsView initial={initialOf(wish, await listProtocolRows(ctx, wish))} canEdit={isAdministrator} />;
    }
    case 'quantities': {
      const wish = wishOf(listQuantitiesSchema, query);
      return <QuantitiesView initial={initialOf(wish, await listQuantityRows(ctx, wish))} canEdit={isAdministrator} />;
    }
    case 'addresses': {
      const wish = wishOf(listAddressesSchema, query);
      const canEdit = hasVerb(ctx.actor, 'registry.edit');
      return <AddressesView initial={initialOf(wish, await listAddressRows(ctx, wish))} canEdit={canEdit} />;
    }
    case 'installations': {
      const { text } = wishOf(listInstalledSchema, query);
      const canInstall = ['sources.manage', 'registry.read'] as const;
      return (
        <InstallationsView
          initial={initialOf({ text, order: 'asc' }, await listInstalledNodes(ctx, { text }))}
          canInstall={canInstall.every((verb) => studiesWithVerb(ctx.actor, verb)?.length !== 0)}
        />
      );
    }
    case 'memberships':
      return <MembershipsView people={await listPeople(ctx)} />;
  }
}

/** What the address asks for; one that somebody mistyped shows the whole list instead of an error. */
function wishOf<T>(schema: z.ZodType<T>, { text, sort, order }: Query): T {
  const asked = schema.safeParse({ text, sort, order });
  return asked.success ? asked.data : schema.parse({});
}

interface Wish {
  readonly text?: string | undefined;
  readonly sort?: string | undefined;
  readonly order: 'asc' | 'desc';
}

function initialOf<Row>(
  { text, sort, order }: Wish,
  { items, next }: { readonly items: readonly Row[]; readonly next: string | null },
) {
  return { wish: { text: text ?? null, sort: sort ?? null, order }, page: { items, next } };
}
