import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';

type Noun<V extends Verb> = V extends `${infer N}.${string}` ? N : never;

/** What verbs are about: the word before the point. */
export type VerbNoun = Noun<Verb>;

/** Verbs by what they are about, in their order. */
export const verbGroups: readonly { readonly noun: VerbNoun; readonly verbs: readonly Verb[] }[] = [
  ...Map.groupBy(verbs, (verb) => verb.split('.')[0] as VerbNoun),
].map(([noun, members]) => ({ noun, verbs: members }));
