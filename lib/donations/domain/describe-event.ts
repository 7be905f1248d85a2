import { externalTypePrefix } from './external-points.ts';
import { importers } from './importers.ts';

/** How an event that was read from an archive stands in tables. */
export interface ExternalEventText {
  /** Slug of the service in the type's name, and the event's own name. */
  readonly slug: string;
  readonly event: string;
  /** As people call them; the slug and the type itself where no importer says. */
  readonly service: string;
  readonly label: string;
  readonly mediaType: string;
}

/** What a type of event is called (`pdk-external-<service>-<event>`). Pure. */
export function describeExternalEvent(type: string): ExternalEventText {
  const name = type.slice(externalTypePrefix.length);
  const importer = importers.find(({ service }) => name.startsWith(`${service}-`));
  const slug = importer?.service ?? name.split('-')[0] ?? '';
  const event = name.slice(slug.length + 1);
  const known = importer && Object.hasOwn(importer.events, event) ? importer.events[event] : undefined;
  return {
    slug,
    event,
    service: importer?.label ?? slug,
    label: known?.label ?? type,
    mediaType: known?.mediaType ?? '',
  };
}
