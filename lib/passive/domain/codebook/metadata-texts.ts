import type { VariableTextPair } from './type-text.ts';

const group = 'Metadata';

/** The reserved member of every point (section 1.5). */
export const metadataTexts: Readonly<Record<string, VariableTextPair>> = {
  'passive-data-metadata': [group, 'Who made the point, when and with what. Every point has it.'],
  'passive-data-metadata.source': [group, 'Identifier of the device or participant that sent the point.'],
  'passive-data-metadata.generator-id': [group, 'The type of the point: which part of the app made it.'],
  'passive-data-metadata.generator': [group, 'The type together with the app, its version and the device it ran on.'],
  'passive-data-metadata.timestamp': [group, 'When the device made the point, seconds since 1970 (UTC).'],
  'passive-data-metadata.timezone': [group, 'Time zone the device was set to, as an IANA name.'],
  'passive-data-metadata.timezone-offset': [group, 'Seconds by which the clock on the device was ahead of UTC.'],
  'passive-data-metadata.latitude': [group, 'Where the point was made: degrees north, WGS 84.'],
  'passive-data-metadata.longitude': [group, 'Where the point was made: degrees east, WGS 84.'],
  'passive-data-metadata.configuration-hash': [group, 'Fingerprint of the configuration the client had then.'],
  'passive-data-metadata.enqueued-at': [
    group,
    'When the client put the point into its queue, seconds since 1970 (UTC).',
  ],
};
