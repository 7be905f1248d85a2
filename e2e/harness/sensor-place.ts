import type { Runtime } from '#lib/platform/runtime.ts';
import { createAddress, createRoom, createSite, registerNode } from '#lib/sensors/index.ts';
import { changeInstallation, installSource } from '#lib/sources/index.ts';
import type { ApiWorld } from './api.ts';

/** A node in a room of a site, there since 2020. */
export interface PlacedNode {
  readonly nodeId: string;
  readonly eui64: string;
  readonly installationId: string;
  setPublic(isPublic: boolean): Promise<void>;
}

interface NodePlace {
  readonly eui64: string;
  readonly protocol: string;
  readonly alias: string;
  readonly isPublic: boolean;
  readonly modelId?: string;
}

/** Registers nodes and installs each in a room of its own, at one site of the world's organization. */
export async function placeNodes(
  { config }: Runtime,
  { system, study }: ApiWorld,
  places: readonly NodePlace[],
): Promise<PlacedNode[]> {
  const street = { street1: 'Way 1', zip: '10115', city: 'Berlin', country: 'DE', longitude: 13.4, latitude: 52.5 };
  const address = await createAddress(system, street, { isOfOrganization: true });
  const site = await createSite(system, { name: 'Office', addressId: address.id }, { config });
  const placed: PlacedNode[] = [];
  for (const { isPublic, ...told } of places) {
    const { alias, eui64 } = told;
    const node = await registerNode(system, { study: study.key, ...told });
    const room = await createRoom(system, { siteId: site.id, name: `Room of ${alias}`, sizeSqm: 20 }, { config });
    const wanted = { sourceId: node.id, unitId: room.id, fromAt: new Date('2020-01-01T00:00:00Z'), isPublic };
    const { id: installationId } = await installSource(system, wanted);
    const setPublic = async (next: boolean) => {
      await changeInstallation(system, installationId, { isPublic: next });
    };
    placed.push({ nodeId: node.id, eui64, installationId, setPublic });
  }
  return placed;
}
