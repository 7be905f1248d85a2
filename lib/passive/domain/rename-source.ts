/** A rename rule of a study, ready for use. */
export interface SourceRenaming {
  /** Names the rules: renamed identifiers are remembered under it. */
  readonly key: string;
  rename(identifier: string): string;
}

/**
 * Applies the rules one after the other to an identifier (passive-data-kit.md, 1.6, rule 3), then follows what merged sources
 * were called. Rules were checked when saved.
 */
export function createRenaming(
  rules: readonly { readonly pattern: string; readonly replacement: string }[],
  aliases: ReadonlyMap<string, string> = new Map(),
): SourceRenaming {
  const compiled = rules.map(({ pattern, replacement }) => ({ pattern: new RegExp(pattern, 'gu'), replacement }));
  return {
    key: JSON.stringify([rules, ...aliases]),
    rename(identifier) {
      const renamed = compiled.reduce((text, rule) => text.replace(rule.pattern, rule.replacement), identifier);
      // A rule that leaves nothing would put all sources into one.
      const name = renamed.trim() === '' ? identifier : renamed;
      return aliases.get(name) ?? name;
    },
  };
}
