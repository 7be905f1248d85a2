import { notFound } from 'next/navigation';
import { settingsParts, type SettingsPart } from '#components/accounts/settings/settings-parts.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor, Context } from '#lib/platform/context.ts';
import { getPageContext } from './page-context.ts';

/** What administrators of the installation alone may enter. */
const installationParts: readonly SettingsPart[] = ['installation', 'backups'];

/** The right that opens a part of an organization's settings; the parts that are not here are open to every member. */
export const verbsOfParts = {
  people: 'users.read',
  studies: 'studies.read',
  tokens: 'tokens.manage',
  publishers: 'destinations.manage',
  brokers: 'sources.manage',
  audit: 'audit.read',
} as const satisfies Partial<Record<SettingsPart, Verb>>;

export type GuardedPart = keyof typeof verbsOfParts;

const isGuarded = (part: SettingsPart): part is GuardedPart => part in verbsOfParts;

/** May the actor do this somewhere in the organization? */
export function holdsSomewhere(actor: Actor, verb: Verb): boolean {
  return hasVerb(actor, verb) || studiesWithVerb(actor, verb)?.length !== 0;
}

/** The parts of the settings this person may enter. */
export function visibleParts(actor: Actor): SettingsPart[] {
  return settingsParts.filter((part) => {
    if (installationParts.includes(part)) return actor.kind === 'user' && actor.isAdministrator;
    return !isGuarded(part) || holdsSomewhere(actor, verbsOfParts[part]);
  });
}

/** The context of a page of the settings; null when the viewer's role does not open the part, which the page then says. */
export async function getSettingsContext(part: GuardedPart): Promise<Context | null> {
  const ctx = await getPageContext();
  return visibleParts(ctx.actor).includes(part) ? ctx : null;
}

/** The context of a page for administrators of the installation; it answers everybody else as if it did not exist. */
export async function getInstallationPageContext(): Promise<Context> {
  const ctx = await getPageContext();
  if (ctx.actor.kind !== 'user' || !ctx.actor.isAdministrator) notFound();
  return ctx;
}
