import { childrenOf, textOf, type XmlElement } from '#lib/formats/xml/parse-xml.ts';
import { toCondition, toExpression } from './expression.ts';
import type { FormNode, FormPath, QuestionNode } from './form-model.ts';
import { inferQuestionType } from './question-type.ts';
import type { FormBody } from './read-body.ts';
import { readCaption, readMessage, type Itext } from './read-captions.ts';
import { readChoiceSource } from './read-choices.ts';

/** Everything an XForm says beside its primary instance, by path. */
export interface FormParts {
  readonly binds: ReadonlyMap<FormPath, Readonly<Record<string, string>>>;
  readonly actions: ReadonlyMap<FormPath, readonly XmlElement[]>;
  readonly body: FormBody;
  readonly itext: Itext;
  /** Names of the choice lists that stand in the form. */
  readonly lists: ReadonlySet<string>;
}

type Attributes = Readonly<Record<string, string>>;

const metaNames: ReadonlySet<string> = new Set(['meta', 'orx:meta']);

/** Attributes that have a member of their own in the model, or only tie the parts together. */
const readElsewhere: ReadonlySet<string> = new Set([
  ...['id', 'ref', 'nodeset', 'bind', 'mediatype', 'query', 'appearance', 'jr:count', 'jr:template'],
  ...['type', 'relevant', 'required', 'constraint', 'readonly', 'calculate', 'entities:saveto'],
  ...['jr:constraintMsg', 'jr:requiredMsg', 'jr:preload', 'jr:preloadParams'],
]);

/** The nodes of the primary instance in its order; a repeat once, whether it has a template or not. */
export function readNodes(root: XmlElement, parts: FormParts): FormNode[] {
  const nodes = new Map<FormPath, FormNode>();

  function walk(element: XmlElement, path: FormPath, parent: FormPath | null): void {
    for (const child of childrenOf(element)) {
      const at = `${path}/${child.name}`;
      if (nodes.has(at)) continue;
      if (metaNames.has(child.name)) {
        const audit = childrenOf(child, 'audit')[0];
        if (audit) nodes.set(`${at}/audit`, readQuestion(audit, { path: `${at}/audit`, parent }, parts));
        continue;
      }
      const node = readNode(child, { path: at, parent }, parts);
      nodes.set(at, node);
      if (node.kind !== 'question') walk(child, at, at);
    }
  }

  walk(root, `/${root.name}`, null);
  return [...nodes.values()];
}

interface Place {
  readonly path: FormPath;
  readonly parent: FormPath | null;
}

function readNode(element: XmlElement, place: Place, parts: FormParts): FormNode {
  const { body, itext } = parts;
  const repeat = body.repeats.get(place.path);
  const group = body.groups.get(place.path);
  if (!repeat && !group && childrenOf(element).length === 0) return readQuestion(element, place, parts);
  const shared = readShared(element, place, parts);
  if (!repeat) return { kind: 'group', ...shared, label: readCaption(group?.label, itext) };
  const count = toExpression(repeat.element.attributes['jr:count']);
  return { kind: 'repeat', ...shared, label: readCaption(repeat.label, itext), count };
}

function readQuestion(element: XmlElement, place: Place, parts: FormParts): QuestionNode {
  const { binds, body, itext } = parts;
  const bind = binds.get(place.path) ?? {};
  const control = body.controls.get(place.path);
  const dataType = readDataType(bind);
  const triggered = body.triggered.get(place.path) ?? [];
  const set = triggered.find(({ element: action }) => action.name === 'setvalue')?.element;
  return {
    kind: 'question',
    ...readShared(element, place, parts),
    type: inferQuestionType({
      control: control?.element,
      bind,
      dataType,
      actions: nameActions(place.path, parts),
      isAudit: /\/(orx:)?meta\/audit$/.test(place.path),
    }),
    dataType,
    label: readCaption(control?.label, itext),
    hint: readCaption(control && childrenOf(control.element, 'hint')[0], itext),
    required: toCondition(bind['required']),
    requiredMessage: readMessage(bind['jr:requiredMsg'], itext),
    constraint: toExpression(bind['constraint']),
    constraintMessage: readMessage(bind['jr:constraintMsg'], itext),
    readonly: toCondition(bind['readonly']),
    calculation: toExpression(bind['calculate'] ?? set?.attributes['value']),
    default: readDefault(element, place.path, parts),
    triggers: triggered.map(({ trigger }) => trigger),
    choices: control ? readChoiceSource(control.element, place.path, parts.lists) : null,
    saveTo: bind['entities:saveto'] ?? null,
  };
}

type Shared = Pick<FormNode, 'path' | 'name' | 'parent' | 'label' | 'relevant' | 'appearance' | 'attributes'>;

/** What groups, repeats and questions have alike; the label is set by whoever knows where it stands. */
function readShared(element: XmlElement, { path, parent }: Place, { binds, body }: FormParts): Shared {
  const bind = binds.get(path) ?? {};
  const shown = [body.controls, body.groups, body.repeats].map((map) => map.get(path)?.element.attributes ?? {});
  const all: Attributes = Object.assign({}, element.attributes, bind, ...shown) as Attributes;
  return {
    path,
    name: element.name,
    parent,
    label: null,
    relevant: toExpression(bind['relevant']),
    appearance: all['appearance'] ?? null,
    attributes: Object.fromEntries(Object.entries(all).filter(([name]) => !readElsewhere.has(name))),
  };
}

/** Older writers name the control in the type of a select. */
function readDataType(bind: Attributes): string {
  const type = (bind['type'] ?? 'string').replace(/^(xsd|xs|odk|jr):/, '');
  return type === 'select' || type === 'select1' ? 'string' : type;
}

function nameActions(path: FormPath, { actions, body }: FormParts): Set<string> {
  const all = [...(actions.get(path) ?? []), ...(body.triggered.get(path) ?? []).map(({ element }) => element)];
  return new Set(
    all.flatMap(({ name, attributes }) => (attributes['event'] ?? '').split(/\s+/).map((event) => `${name} ${event}`)),
  );
}

function readDefault(element: XmlElement, path: FormPath, { actions }: FormParts): QuestionNode['default'] {
  const set = actions
    .get(path)
    ?.find(({ name, attributes }) => name === 'setvalue' && /instance-(first-)?load/.test(attributes['event'] ?? ''));
  const expression = toExpression(set?.attributes['value']);
  if (expression !== null) return { expression };
  const text = textOf(element).trim();
  return text === '' ? null : { text };
}
