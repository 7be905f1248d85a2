import type { Caption, ChoiceList, FormModel, FormNode, FormPath, QuestionNode } from './form-model.ts';
import { findDanglingReferences, type DanglingReference } from './find-dangling-references.ts';

/** What changed from one version of a form to the next, for whoever has submissions, mappings or exports of the first. */
export interface FormDifference {
  readonly added: readonly QuestionNode[];
  readonly removed: readonly QuestionNode[];
  readonly retyped: readonly Retyped[];
  readonly choices: readonly ChoiceChange[];
  /** Paths of the earlier version that hold nothing in the later one, groups and repeats included. */
  readonly brokenPaths: readonly BrokenPath[];
  /** Paths that the later version still refers to, though they lead to nothing in it. */
  readonly danglingReferences: readonly DanglingReference[];
}

export interface Retyped {
  readonly before: QuestionNode;
  readonly after: QuestionNode;
}

/** What became of the choices of one list. */
export interface ChoiceChange {
  readonly list: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly relabelled: readonly string[];
}

/** `moved`: one node of that name and kind stands elsewhere now. `repeated`: same path, but now repeats, or no longer. */
export type BrokenPath =
  | { readonly path: FormPath; readonly why: 'removed' }
  | { readonly path: FormPath; readonly why: 'moved'; readonly to: FormPath }
  | { readonly path: FormPath; readonly why: 'repeated' };

/**
 * Compares two versions of a form. A question is the same one when its path is; one that only moved counts as moved,
 * not as removed and added. The root's name takes no part: versions may be named anew.
 */
export function compareForms(before: FormModel, after: FormModel): FormDifference {
  const earlier = indexNodes(before);
  const later = indexNodes(after);
  const moves = findMoves(earlier, later);
  const arrived = new Set(moves.values());
  const pairs = [...earlier].flatMap(([key, node]) => pairUp(node, later.get(moves.get(key) ?? key)));
  return {
    added: [...later].flatMap(([key, node]) => (earlier.has(key) || arrived.has(key) ? [] : onlyQuestion(node))),
    removed: [...earlier].flatMap(([key, node]) => (later.has(key) || moves.has(key) ? [] : onlyQuestion(node))),
    retyped: pairs.filter((pair) => pair.before.type !== pair.after.type),
    choices: compareLists(before.choiceLists, after.choiceLists),
    brokenPaths: [...earlier].flatMap(([key, node]) =>
      findBreak(node, later.get(key), later.get(moves.get(key) ?? '')),
    ),
    danglingReferences: findDanglingReferences(after),
  };
}

type NodesByKey = ReadonlyMap<string, FormNode>;

/** Nodes by their path below the root; what holds others ends in a slash, so that it is never taken for a question. */
function indexNodes({ nodes, rootName }: FormModel): NodesByKey {
  const keyed = nodes.map((node) => {
    const below = node.path.slice(rootName.length + 1);
    return [node.kind === 'question' ? below : `${below}/`, node] as const;
  });
  return new Map(keyed);
}

function onlyQuestion(node: FormNode): QuestionNode[] {
  return node.kind === 'question' ? [node] : [];
}

function pairUp(before: FormNode, after: FormNode | undefined): Retyped[] {
  return before.kind === 'question' && after?.kind === 'question' ? [{ before, after }] : [];
}

/** Where a vanished node can be told to have gone: the one new node of its kind and name, when it was the one of them too. */
function findMoves(earlier: NodesByKey, later: NodesByKey): ReadonlyMap<string, string> {
  const gone = groupByIdentity(earlier, later);
  const come = groupByIdentity(later, earlier);
  const moves = new Map<string, string>();
  for (const [identity, keys] of gone) {
    const targets = come.get(identity);
    const [from] = keys;
    const to = targets?.[0];
    if (keys.length === 1 && targets?.length === 1 && from !== undefined && to !== undefined) moves.set(from, to);
  }
  return moves;
}

function groupByIdentity(nodes: NodesByKey, others: NodesByKey): ReadonlyMap<string, readonly string[]> {
  const unmatched = [...nodes.keys()].filter((key) => !others.has(key));
  return Map.groupBy(unmatched, (key) => {
    const node = nodes.get(key);
    return `${node?.kind ?? ''} ${node?.name ?? ''}`;
  });
}

function findBreak(before: FormNode, after: FormNode | undefined, moved: FormNode | undefined): BrokenPath[] {
  const { path } = before;
  if (after) return (before.kind === 'repeat') === (after.kind === 'repeat') ? [] : [{ path, why: 'repeated' }];
  return [moved ? { path, why: 'moved', to: moved.path } : { path, why: 'removed' }];
}

function compareLists(before: readonly ChoiceList[], after: readonly ChoiceList[]): ChoiceChange[] {
  const earlier = new Map(before.map((list) => [list.name, list]));
  const later = new Map(after.map((list) => [list.name, list]));
  const names = new Set([...earlier.keys(), ...later.keys()]);
  return [...names].flatMap((name) =>
    compareList(name, indexChoices(earlier.get(name)), indexChoices(later.get(name))),
  );
}

function indexChoices(list: ChoiceList | undefined): ReadonlyMap<string, Caption | null> {
  return new Map(list?.choices.map(({ value, label }) => [value, label]));
}

function compareList(
  list: string,
  before: ReadonlyMap<string, Caption | null>,
  after: ReadonlyMap<string, Caption | null>,
): ChoiceChange[] {
  const added = [...after.keys()].filter((value) => !before.has(value));
  const removed = [...before.keys()].filter((value) => !after.has(value));
  const relabelled = [...after].flatMap(([value, label]) =>
    before.has(value) && JSON.stringify(before.get(value)) !== JSON.stringify(label) ? [value] : [],
  );
  return added.length + removed.length + relabelled.length === 0 ? [] : [{ list, added, removed, relabelled }];
}
