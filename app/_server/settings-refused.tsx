import { RefusedPage } from '#components/sources/refused-page.tsx';
import { verbsOfParts, type GuardedPart } from './settings-access.ts';
import { getTranslator } from './translator.ts';

/** A part of the settings that the viewer's role does not open: which right is missing, and who can grant it. */
export async function SettingsRefused({ part }: { readonly part: GuardedPart }) {
  const t = await getTranslator('accounts');
  return <RefusedPage title={t(`settings.${part}`)} verb={verbsOfParts[part]} />;
}
