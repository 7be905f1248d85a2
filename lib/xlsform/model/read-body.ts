import { childrenOf, findChild, type XmlElement } from '#lib/formats/xml/parse-xml.ts';
import type { FormPath } from './form-model.ts';

/** What the body of an XForm says of one node. */
export interface BodyPart {
  /** The control, group or repeat itself. */
  readonly element: XmlElement;
  /** A repeat's label stands in the group around it. */
  readonly label: XmlElement | undefined;
}

/** An action that a change of one question has on another. */
export interface TriggeredAction {
  readonly trigger: FormPath;
  readonly element: XmlElement;
}

export interface FormBody {
  readonly style: string | null;
  readonly controls: ReadonlyMap<FormPath, BodyPart>;
  readonly groups: ReadonlyMap<FormPath, BodyPart>;
  readonly repeats: ReadonlyMap<FormPath, BodyPart>;
  /** By the path they change. */
  readonly triggered: ReadonlyMap<FormPath, readonly TriggeredAction[]>;
}

/** Finds the path that `ref`, `nodeset` or `bind` of an element names; null when it names none. */
export type ResolvePath = (element: XmlElement, context: FormPath) => FormPath | null;

const controlNames: ReadonlySet<string> = new Set([
  'input',
  'secret',
  'textarea',
  'select',
  'select1',
  'odk:rank',
  'range',
  'upload',
  'trigger',
]);

const actionNames: ReadonlySet<string> = new Set(['setvalue', 'odk:setgeopoint']);

/** Walks the body once and sorts what it finds by the path it is about. */
export function readBody(body: XmlElement | undefined, resolve: ResolvePath, root: FormPath): FormBody {
  const controls = new Map<FormPath, BodyPart>();
  const groups = new Map<FormPath, BodyPart>();
  const repeats = new Map<FormPath, BodyPart>();
  const triggered = new Map<FormPath, TriggeredAction[]>();

  function walk(container: XmlElement, context: FormPath): void {
    for (const element of childrenOf(container)) {
      const path = resolve(element, context);
      if (element.name === 'group') {
        if (path !== null) groups.set(path, { element, label: findChild(element, 'label') });
        walk(element, path ?? context);
      } else if (element.name === 'repeat') {
        if (path !== null) repeats.set(path, { element, label: findChild(container, 'label') });
        walk(element, path ?? context);
      } else if (controlNames.has(element.name) && path !== null) {
        controls.set(path, { element, label: findChild(element, 'label') });
        addTriggered(element, path);
      }
    }
  }

  function addTriggered(control: XmlElement, trigger: FormPath): void {
    for (const element of childrenOf(control)) {
      const changed = actionNames.has(element.name) ? resolve(element, trigger) : null;
      if (changed === null) continue;
      const actions = triggered.get(changed) ?? [];
      triggered.set(changed, actions);
      actions.push({ trigger, element });
    }
  }

  if (body) walk(body, root);
  return { style: body?.attributes['class'] ?? null, controls, groups, repeats, triggered };
}
