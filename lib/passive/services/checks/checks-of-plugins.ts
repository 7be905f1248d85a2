import type { CheckedSource } from '#lib/sources/domain/alerts/checked-source.ts';
import type { Context } from '#lib/platform/context.ts';
import type { PluginCheck, PluginPoint } from '#lib/platform/plugins/plugin-hooks.ts';
import { builtInChecks } from '../../domain/checks/built-in-checks.ts';
import type { CheckFinding, CheckLook, StatusCheck } from '../../domain/checks/status-check.ts';

/**
 * The checks of the installation's plug-ins (pdk-22, pdk-44), on unless a study turns them off. One that throws at a source
 * says nothing of it, and the failure is the check's as with any other.
 */
export function checksOfPlugins(ctx: Pick<Context, 'plugins'>): readonly StatusCheck[] {
  const builtIn = new Set(builtInChecks.map(({ id }) => id));
  return ctx.plugins.hooks.plugins.flatMap(({ checks }) =>
    (checks ?? []).filter(({ id }) => !builtIn.has(id)).map(toCheck),
  );
}

function toCheck(check: PluginCheck): StatusCheck {
  const { id, title: label, types } = check;
  return {
    id,
    label,
    isOnByDefault: true,
    async evaluate({ sources, now, readings }: CheckLook): Promise<CheckFinding[]> {
      const latest = new Map(sources.map((source) => [source.id, new Map<string, { at: Date; point: PluginPoint }>()]));
      for (const type of types) {
        for (const [sourceId, { at, value }] of await readings.latestValues(type, [])) {
          if (isPoint(value)) latest.get(sourceId)?.set(type, { at, point: value });
        }
      }
      return sources.flatMap((source) => {
        const verdict = check.judge({ source: told(source), now, latest: latest.get(source.id) ?? new Map() });
        if (!verdict) return [];
        return [{ sourceId: source.id, name: verdict.name, level: verdict.level, message: verdict.message }];
      });
    },
  };
}

function told({ id, identifier, name }: CheckedSource) {
  return { id, identifier, name };
}

function isPoint(value: unknown): value is PluginPoint {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
