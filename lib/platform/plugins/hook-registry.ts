import type { PluginHooks, PluginType } from './plugin-hooks.ts';

/** How a plug-in of this process is. */
export interface PluginState {
  readonly plugin: string;
  /** Calls of hooks that threw. */
  readonly errorCount: number;
  readonly lastHook: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
}

/** A plug-in as far as hooks go. */
export type HookedPlugin = PluginHooks & { readonly name: string };

const longestError = 500;

/** The plug-ins of a process. Every call of a hook goes through here: what throws is counted and left out. */
export class HookRegistry {
  readonly plugins: readonly HookedPlugin[];
  readonly #states = new Map<string, PluginState>();
  readonly #types = new Map<string, { readonly plugin: HookedPlugin; readonly type: PluginType }>();
  /** Called with every error, so that it is logged and kept where others see it; set by the process. */
  onError: ((error: unknown, state: PluginState) => void) | null = null;

  constructor(plugins: readonly HookedPlugin[]) {
    this.plugins = plugins;
    for (const { name } of plugins) {
      this.#states.set(name, { plugin: name, errorCount: 0, lastHook: null, lastError: null, lastErrorAt: null });
    }
    // Of two plug-ins that know a type the first counts, as with the replaced server's order of apps.
    for (const plugin of plugins) {
      for (const type of plugin.types ?? []) {
        if (!this.#types.has(type.identifier)) this.#types.set(type.identifier, { plugin, type });
      }
    }
  }

  get states(): PluginState[] {
    return [...this.#states.values()];
  }

  /** True when some plug-in has the hook: callers skip work that nobody asks for. */
  has(hook: keyof PluginHooks): boolean {
    return this.plugins.some((plugin) => plugin[hook] !== undefined);
  }

  /** What plug-ins know of a type; undefined when none does. */
  typeOf(identifier: string): PluginType | undefined {
    return this.#types.get(identifier)?.type;
  }

  /** All types that plug-ins know. */
  get types(): PluginType[] {
    return [...this.#types.values()].map(({ type }) => type);
  }

  /** Asks the plug-in of a type; null when there is none, it has nothing to say, or it throws. */
  askType<T>(identifier: string, hook: string, ask: (type: PluginType) => T | null | undefined): T | null {
    const known = this.#types.get(identifier);
    return known ? this.#guard(known.plugin, hook, () => ask(known.type)) : null;
  }

  /** The first answer that is not null. */
  first<T>(hook: string, ask: (plugin: HookedPlugin) => T | null | undefined): T | null {
    for (const plugin of this.plugins) {
      const answer = this.#guard(plugin, hook, () => ask(plugin));
      if (answer !== null) return answer;
    }
    return null;
  }

  /** The first answer that is not null, of hooks that take their time. */
  async firstOf<T>(hook: string, ask: (plugin: HookedPlugin) => Promise<T | null> | undefined): Promise<T | null> {
    for (const plugin of this.plugins) {
      try {
        const answer = await ask(plugin);
        if (answer !== null && answer !== undefined) return answer;
      } catch (error) {
        this.#note(plugin, hook, error);
      }
    }
    return null;
  }

  /** The answers of all plug-ins, one behind the other. */
  all<T>(hook: string, ask: (plugin: HookedPlugin) => readonly T[] | undefined): T[] {
    return this.plugins.flatMap((plugin) => this.#guard(plugin, hook, () => ask(plugin)) ?? []);
  }

  /** Gives a value from plug-in to plug-in; one that answers null or throws leaves it as it is. */
  reduce<T>(hook: string, value: T, change: (plugin: HookedPlugin, value: T) => T | null | undefined): T {
    return this.plugins.reduce((now, plugin) => this.#guard(plugin, hook, () => change(plugin, now)) ?? now, value);
  }

  #guard<T>(plugin: HookedPlugin, hook: string, work: () => T | null | undefined): T | null {
    try {
      return work() ?? null;
    } catch (error) {
      this.#note(plugin, hook, error);
      return null;
    }
  }

  #note({ name }: HookedPlugin, hook: string, error: unknown): void {
    const before = this.#states.get(name);
    const errorCount = (before?.errorCount ?? 0) + 1;
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, longestError);
    const failure = { errorCount, lastHook: hook, lastError, lastErrorAt: new Date() };
    const state = { plugin: name, ...failure };
    this.#states.set(name, state);
    this.onError?.(error, state);
  }
}
