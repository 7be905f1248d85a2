import { placeHref } from '#components/places/place-href.ts';
import { listPeople, listStudies } from '#lib/accounts/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { searchTree } from '#lib/registry/index.ts';
import { listSources } from '#lib/sources/index.ts';

/** Most hits of each kind: a palette is read at a glance, lists are for the rest. */
const mostOfKind = 6;

export interface Found {
  readonly kind: 'source' | 'unit' | 'study' | 'person';
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly href: string;
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Sources, places, studies and people with a few letters in their names, of those the viewer may see. */
export async function findAnything(ctx: Context, text: string, studyKey: string | null): Promise<Found[]> {
  const may = (verb: Verb) => studiesWithVerb(ctx.actor, verb)?.length !== 0;
  const has = (...words: readonly string[]) => words.some((word) => plain(word).includes(plain(text)));
  const [sources, units, studies, people] = await Promise.all([
    may('sources.read') ? findSources(ctx, text, studyKey) : [],
    may('registry.read') ? findUnits(ctx, text) : [],
    may('studies.read') ? listStudies(ctx) : [],
    may('users.read') ? listPeople(ctx) : [],
  ]);
  const foundStudies = studies
    .filter(({ name, key }) => has(name, key))
    .map(({ id, name, key }) => ({ kind: 'study' as const, id, title: name, subtitle: key, href: `/?study=${key}` }));
  const foundPeople = people
    .filter(({ name, email }) => has(name, email))
    .map(({ id, name, email }) => ({
      kind: 'person' as const,
      id,
      title: name || email,
      subtitle: email,
      href: '/settings/people',
    }));
  return [...sources, ...units, ...foundStudies.slice(0, mostOfKind), ...foundPeople.slice(0, mostOfKind)];
}

async function findSources(ctx: Context, text: string, studyKey: string | null): Promise<Found[]> {
  const study = studyKey === null ? {} : { study: studyKey };
  const page = await listSources(ctx, { ...study, text, sort: 'lastSeen', order: 'desc', limit: mostOfKind });
  return page.items.map(({ id, name, identifier, studyName }) => ({
    kind: 'source',
    id,
    title: name,
    subtitle: name === identifier ? studyName : `${identifier} · ${studyName}`,
    href: `/sources/${id}`,
  }));
}

/** Places of the default version; none where there is no such version that the viewer may see. */
async function findUnits(ctx: Context, text: string): Promise<Found[]> {
  try {
    const { items } = await searchTree(ctx, { text, limit: mostOfKind });
    return items.map(({ id, name, breadcrumb, typeShortName }) => ({
      kind: 'unit',
      id,
      title: name,
      subtitle: [typeShortName ?? '', breadcrumb.map((crumb) => crumb.name).join(' › ')].filter(Boolean).join(' · '),
      href: placeHref(id),
    }));
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return [];
    throw error;
  }
}
