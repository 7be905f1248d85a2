import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { PluginPoint } from '#lib/platform/plugins/plugin-hooks.ts';
import type { BundleContent } from '../domain/read-bundle.ts';
import type { DecodedPoint } from '../domain/read-point.ts';
import type { SourceRenaming } from '../domain/rename-source.ts';
import { maxSecondaryIdLength } from '../domain/secondary-id.ts';

interface StudyOfBundle {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
}

/** What plug-ins say of points of their types: what tells them apart, and where they are when they do not say so (pdk-13). */
export function describeWithPlugins(content: BundleContent, hooks: HookRegistry): BundleContent {
  if (hooks.types.length === 0) return content;
  return { ...content, points: content.points.map((point) => describePoint(point, hooks)) };
}

function describePoint(point: DecodedPoint, hooks: HookRegistry): DecodedPoint {
  const type = hooks.typeOf(point.type);
  if (!type || (!type.secondaryIdentifier && !type.location)) return point;
  const sent = JSON.parse(point.bytes.toString('utf8', point.start, point.end)) as PluginPoint;
  const secondaryId = hooks.askType(point.type, 'secondaryIdentifier', (known) =>
    textOf(known.secondaryIdentifier?.(sent)),
  );
  const place = Number.isNaN(point.lon)
    ? hooks.askType(point.type, 'location', (known) => placeOf(known.location?.(sent)))
    : null;
  return {
    ...point,
    secondaryId: secondaryId ?? point.secondaryId,
    ...(place ? { lon: place[0], lat: place[1] } : {}),
  };
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new TypeError('a secondary identifier must be a text');
  return value.slice(0, maxSecondaryIdLength).replaceAll('\0', '').toWellFormed();
}

function placeOf(value: readonly [number, number] | null | undefined): readonly [number, number] | null {
  if (value === null || value === undefined) return null;
  const [lon, lat] = value;
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat];
  throw new RangeError('a location must be [lon, lat] in degrees');
}

/** Names as plug-ins would have them, after the study's own rules (pdk-12). */
export function renameWithPlugins(renaming: SourceRenaming, study: StudyOfBundle, hooks: HookRegistry): SourceRenaming {
  if (!hooks.has('renameSource')) return renaming;
  return {
    key: renaming.key,
    rename(identifier) {
      const renamed = renaming.rename(identifier);
      const answer = hooks.reduce('renameSource', renamed, (plugin, name) =>
        nameOf(plugin.renameSource?.(name, study)),
      );
      return answer.trim() === '' ? renamed : answer;
    },
  };
}

function nameOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new TypeError('a name must be a text');
  return value.replaceAll('\0', '').toWellFormed();
}
