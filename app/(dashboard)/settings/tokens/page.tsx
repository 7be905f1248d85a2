import type { Metadata } from 'next';
import { TokensView } from '#components/accounts/tokens/tokens-view.tsx';
import { listStudies, listTokens } from '#lib/accounts/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { verbs } from '#lib/platform/auth/verbs.ts';
import { getSettingsContext, holdsSomewhere } from '../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('settings.tokens') };
}

export default async function TokensPage() {
  const ctx = await getSettingsContext('tokens');
  if (ctx === null) return <SettingsRefused part="tokens" />;
  const tokens = await listTokens(ctx);
  const allowed = studiesWithVerb(ctx.actor, 'tokens.manage');
  const studies = (await listStudies(ctx)).filter(({ id }) => allowed === null || allowed.includes(id));
  return (
    <TokensView
      tokens={tokens}
      held={verbs.filter((verb) => holdsSomewhere(ctx.actor, verb))}
      studies={studies.map(({ id, name }) => ({ id, name }))}
      canUseEverywhere={hasVerb(ctx.actor, 'tokens.manage')}
    />
  );
}
