import type { Importer } from './importer.ts';
import { amazon } from './importers/amazon.ts';
import { instagram } from './importers/instagram.ts';
import { youtube } from './importers/youtube.ts';

/** Every importer: a new service's archives are read by adding one here. */
export const importers: readonly Importer[] = [youtube, instagram, amazon];

/** The importer of a service, those of plug-ins first; null: its archives are only kept. */
export function findImporter(
  service: string,
  plugins: readonly { readonly importers?: readonly Importer[] }[],
): Importer | null {
  const ofPlugins = plugins.flatMap(({ importers: added }) => added ?? []);
  return [...ofPlugins, ...importers].find((importer) => importer.service === service) ?? null;
}
