import { childrenOf, findChild, parseXml, textOf, type XmlElement } from '#lib/formats/xml/parse-xml.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toExpression } from './expression.ts';
import type { EntityDeclaration, FormModel, FormPath, SubmissionSettings } from './form-model.ts';
import { readBody } from './read-body.ts';
import { readItext } from './read-captions.ts';
import { readChoiceList, readInlineChoices } from './read-choices.ts';
import { readNodes } from './read-nodes.ts';

/** Names as the XForms specification of ODK writes them. */
const prefixes = {
  'http://www.w3.org/2002/xforms': '',
  'http://www.w3.org/1999/xhtml': 'h',
  'http://openrosa.org/javarosa': 'jr',
  'http://openrosa.org/xforms': 'orx',
  'http://www.opendatakit.org/xforms': 'odk',
  'http://www.opendatakit.org/xforms/entities': 'entities',
};

/**
 * Reads an XForm, made by Cairn or by anybody, into the model of the form. Texts and expressions are those of the XML.
 * Throws `file_unreadable` when it is not XML, `xform_invalid` when it is no XForm.
 */
export function readXform(xml: string): FormModel {
  return readXformElement(parseXml(xml, { prefixes }));
}

/** The same for a document that is already a tree, its names as the specification writes them. */
export function readXformElement(html: XmlElement): FormModel {
  const head = findChild(html, 'h:head');
  const model = head && findChild(head, 'model');
  if (!model) throw refused('it has no model in its head');
  const instances = childrenOf(model, 'instance');
  const root = instances[0] && childrenOf(instances[0])[0];
  if (!root) throw refused('it has no primary instance');
  const rootPath = `/${root.name}`;
  const binds = readBinds(model, rootPath);
  const itext = readItext(findChild(model, 'itext'));
  const body = readBody(
    findChild(html, 'h:body'),
    (element, context) => resolve(element, context, binds.ids),
    rootPath,
  );
  const secondary = instances.slice(1);
  const lists = secondary
    .filter(({ attributes }) => attributes['src'] === undefined)
    .map((instance) => readChoiceList(instance, itext));
  const inline = [...body.controls].flatMap(([path, { element }]) => readInlineChoices(element, path, itext) ?? []);
  const title = findChild(head, 'h:title');
  return {
    formId: root.attributes['id'] ?? root.attributes['xmlns'] ?? '',
    version: root.attributes['version'] ?? null,
    title: title ? textOf(title).trim() : '',
    rootName: root.name,
    style: body.style,
    languages: itext.languages,
    defaultLanguage: itext.defaultLanguage,
    nodes: readNodes(root, {
      binds: binds.byPath,
      actions: readActions(model),
      body,
      itext,
      lists: new Set(lists.map(({ name }) => name)),
    }),
    choiceLists: [...lists, ...inline],
    externalInstances: secondary.flatMap(({ attributes: { id = '', src } }) =>
      src === undefined ? [] : [{ id, src }],
    ),
    entities: readEntities(root, rootPath, binds.byPath),
    instanceName: findInstanceName(rootPath, binds.byPath),
    submission: readSubmission(findChild(model, 'submission')),
  };
}

function refused(why: string): Problem {
  return new Problem('xform_invalid', { detail: `The file is not an XForm: ${why}.` });
}

type Attributes = Readonly<Record<string, string>>;

interface Binds {
  readonly byPath: ReadonlyMap<FormPath, Attributes>;
  /** Paths by the id of their bind, for controls that name a bind instead of a path. */
  readonly ids: ReadonlyMap<string, FormPath>;
}

function readBinds(model: XmlElement, root: FormPath): Binds {
  const byPath = new Map<FormPath, Attributes>();
  const ids = new Map<string, FormPath>();
  for (const { attributes } of childrenOf(model, 'bind')) {
    const path = toPath(attributes['nodeset'] ?? attributes['ref'] ?? '', root);
    byPath.set(path, { ...byPath.get(path), ...attributes });
    if (attributes['id'] !== undefined) ids.set(attributes['id'], path);
  }
  return { byPath, ids };
}

function resolve({ attributes }: XmlElement, context: FormPath, ids: ReadonlyMap<string, FormPath>): FormPath | null {
  const written = attributes['ref'] ?? attributes['nodeset'];
  if (written !== undefined) return toPath(written, context);
  return ids.get(attributes['bind'] ?? '') ?? null;
}

/** A written reference as an absolute path: `q`, `./q` and `../q` count from where they stand. */
function toPath(written: string, context: FormPath): FormPath {
  const reference = written.trim();
  const steps = reference.startsWith('/') ? [] : context.split('/').slice(1);
  for (const step of reference.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}

/** Actions of the model by the path they act on. */
function readActions(model: XmlElement): ReadonlyMap<FormPath, readonly XmlElement[]> {
  const actions = childrenOf(model).filter(({ attributes }) => attributes['event'] !== undefined);
  return Map.groupBy(actions, ({ attributes }) => (attributes['ref'] ?? '').trim());
}

function findInstanceName(root: FormPath, binds: ReadonlyMap<FormPath, Attributes>): string | null {
  const bind = binds.get(`${root}/meta/instanceName`) ?? binds.get(`${root}/orx:meta/orx:instanceName`);
  return toExpression(bind?.['calculate']);
}

/** Every `meta/entity`, the first copy of each: a repeat's template and its first member declare the same. */
function readEntities(
  element: XmlElement,
  path: FormPath,
  binds: ReadonlyMap<FormPath, Attributes>,
): EntityDeclaration[] {
  const found = new Map<FormPath, EntityDeclaration>();
  for (const child of childrenOf(element)) {
    const at = `${path}/${child.name}`;
    const inside = readEntities(child, at, binds);
    const { dataset, create, update } = child.attributes;
    if (dataset !== undefined && at.endsWith('/meta/entity')) {
      const calculated = (part: string): string | null => toExpression(binds.get(`${at}/${part}`)?.['calculate']);
      inside.push({
        path: at,
        dataset,
        createIf: create === undefined ? null : (calculated('@create') ?? 'true()'),
        updateIf: update === undefined ? null : (calculated('@update') ?? 'true()'),
        entityId: calculated('@id'),
        label: calculated('label'),
      });
    }
    for (const entity of inside) if (!found.has(entity.path)) found.set(entity.path, entity);
  }
  return [...found.values()];
}

function readSubmission(element: XmlElement | undefined): SubmissionSettings | null {
  if (!element) return null;
  const { attributes } = element;
  return {
    url: attributes['action'] ?? null,
    publicKey: attributes['base64RsaPublicKey'] ?? null,
    autoSend: attributes['orx:auto-send'] ?? null,
    autoDelete: attributes['orx:auto-delete'] ?? null,
    clientEditable: attributes['odk:client-editable'] ?? null,
  };
}
