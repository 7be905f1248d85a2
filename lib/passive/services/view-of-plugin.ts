import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { TypeView } from '../domain/views/type-views.ts';
import { viewOfType } from '../domain/views/type-views.ts';
import { pluginViewSchema, type PluginView } from '../domain/views/view-results.ts';

/** How the plug-in of a type has it shown (pdk-44); null: no plug-in says so, or what it says cannot be used. */
export function viewOfPlugin(type: string, hooks: HookRegistry): PluginView | null {
  return hooks.askType(type, 'view', ({ view }) => {
    if (!view) return null;
    const { chart = { kind: 'counts' as const }, columns = [] } = view;
    return pluginViewSchema.parse({
      chart,
      columns: columns.map(({ path, title, format = 'text' }) => ({ path, title, format, from: path.split('.') })),
    });
  });
}

/** The chart and the columns of a type: those of a plug-in, else those that fit it. */
export function shownView(type: string, hooks: HookRegistry): TypeView {
  return viewOfPlugin(type, hooks) ?? viewOfType(type);
}
