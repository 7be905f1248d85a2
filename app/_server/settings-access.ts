import { notFound } from 'next/navigation';
import { settingsParts, type SettingsPart } from '#components/accounts/settings/settings-parts.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor, Context } from '#lib/platform/context.ts';
import { getPageContext } from './page-context.ts';

/** What administrators of the installation alone may enter. */
type InstallationPart = Extract<SettingsPart, 'installation' | 'backups'>;

const isOfInstallation = (part: SettingsPart): part is InstallationPart =>
  part === 'installation' || part === 'backups';

/** One of these opens the part; an empty list opens it to every member. */
const verbsOfPart: Readonly<Record<Exclude<SettingsPart, InstallationPart>, readonly Verb[]>> = {
  organization: [],
  people: ['users.read'],
  roles: [],
  studies: ['studies.read'],
  tokens: ['tokens.manage'],
  publishers: ['destinations.manage'],
  brokers: ['sources.manage'],
  audit: ['audit.read'],
};

/** May the actor do this somewhere in the organization? */
export function holdsSomewhere(actor: Actor, verb: Verb): boolean {
  return hasVerb(actor, verb) || studiesWithVerb(actor, verb)?.length !== 0;
}

/** The parts of the settings this person may enter. */
export function visibleParts(actor: Actor): SettingsPart[] {
  return settingsParts.filter((part) => {
    if (isOfInstallation(part)) return actor.kind === 'user' && actor.isAdministrator;
    const needed = verbsOfPart[part];
    return needed.length === 0 || needed.some((verb) => holdsSomewhere(actor, verb));
  });
}

/** The context of a page of the settings; a part that is not the viewer's answers as if it did not exist. */
export async function getSettingsContext(part: SettingsPart): Promise<Context> {
  const ctx = await getPageContext();
  if (!visibleParts(ctx.actor).includes(part)) notFound();
  return ctx;
}
