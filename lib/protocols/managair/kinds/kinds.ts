import type { AnyKind, KindName } from '../resource.ts';
import { modelKind, protocolKind, quantityKind } from './catalogue.ts';
import { fidelityKind, installationKind, nodeKind } from './devices.ts';
import { membershipKind, organizationKind, userKind } from './people.ts';
import { addressKind, roomKind, siteKind } from './places.ts';
import { installationSeriesKind, nodeSeriesKind } from './series.ts';

const all: readonly AnyKind[] = [
  quantityKind,
  protocolKind,
  modelKind,
  nodeKind,
  fidelityKind,
  userKind,
  organizationKind,
  membershipKind,
  siteKind,
  addressKind,
  roomKind,
  installationKind,
  nodeSeriesKind,
  installationSeriesKind,
];

const byType: ReadonlyMap<KindName, AnyKind> = new Map(all.map((kind) => [kind.type, kind]));

/** Every kind of things, by type: the one table that addresses, documents, changes and the description are made from. */
export function kinds(): ReadonlyMap<KindName, AnyKind> {
  return byType;
}

/** A kind by type. */
export function kindOf(type: KindName): AnyKind {
  const kind = byType.get(type);
  if (!kind) throw new TypeError(`there is no kind ${type}`);
  return kind;
}
