import type { ChoiceList } from '../choices/choice-list.ts';
import type { Findings } from '../findings/findings.ts';
import { binds } from './binds.ts';
import { body } from './body.ts';
import { declareNamespaces } from '../settings/namespaces.ts';
import { parseYesNo } from '../sheets/yes-no.ts';
import type { FormOutput } from './form-output.ts';
import { itext } from './itext.ts';
import { primaryInstance } from './primary-instance.ts';
import { secondaryInstances } from './secondary-instances.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** Version of the ODK XForms specification that the output follows. */
const xformsVersion = '1.0.0';

/** The whole document of a form (specification of forms, section 6.4). */
export function xform(output: FormOutput, lists: Iterable<ChoiceList>, findings: Findings): XmlNode {
  const { values } = output.settings;
  const title = values.get('title') ?? '';
  const head = xmlNode('h:head', [], [xmlNode('h:title', [], [title]), model(output, lists, findings)]);
  return xmlNode('h:html', declareNamespaces(values.get('namespaces'), output.entitiesVersion !== undefined), [
    head,
    body(output),
  ]);
}

function model(output: FormOutput, lists: Iterable<ChoiceList>, findings: Findings): XmlNode {
  const texts = itext(output);
  return xmlNode(
    'model',
    [
      ['odk:xforms-version', xformsVersion],
      ['entities:entities-version', output.entitiesVersion],
    ],
    [
      ...submission(output),
      ...(texts ? [texts] : []),
      xmlNode('instance', [], [primaryInstance(output)]),
      ...secondaryInstances(output, lists, findings),
      ...binds(output),
    ],
  );
}

/** Where and how submissions are sent, if the form says. */
function submission({ settings: { values } }: FormOutput): XmlNode[] {
  const url = values.get('submission_url');
  const attributes: [string, string | undefined][] = [
    ['action', url],
    ['method', url && 'post'],
    ['base64RsaPublicKey', values.get('public_key')],
    ['orx:auto-send', values.get('auto_send')],
    ['orx:auto-delete', values.get('auto_delete')],
    ['odk:client-editable', parseYesNo(values.get('client_editable')) ? 'true' : undefined],
  ];
  return attributes.some(([, value]) => value !== undefined) ? [xmlNode('submission', attributes)] : [];
}
