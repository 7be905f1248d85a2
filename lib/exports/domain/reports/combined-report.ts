import type { TableColumn } from '../table-encoder.ts';

const prefix = 'pdk-external-';
const engagementPrefix = 'pdk-external-engagement-';

/** A report over points of many types, under a name of its own that can be ordered like a type. */
export interface CombinedReport {
  /** Its name among the types, and that of its file. */
  readonly type: string;
  readonly columns: readonly TableColumn[];
  /** Is it about points of this type? */
  isAbout(type: string): boolean;
}

const text = (header: string): TableColumn => ({ header, kind: 'text' });

/** Date, time, zone and Unix seconds of an instant. */
const timeColumns = (what: string): TableColumn[] => [
  text(`${what} Date`),
  text(`${what} Time`),
  text(`${what} Time Zone`),
  { header: `${what} Unix Timestamp`, kind: 'integer' },
];

/** Everything that was read from donated archives, event by event (passive-data-kit.md, section 5, External Data). */
export const externalEvents: CombinedReport = {
  type: 'pdk-external-events',
  columns: [
    text('Record ID'),
    ...timeColumns('Creation'),
    ...timeColumns('Recorded'),
    text('Service'),
    text('Event'),
    text('Media Type'),
    { header: 'Outgoing Engagement Score', kind: 'number' },
    { header: 'Incoming Engagement Score', kind: 'number' },
  ],
  isAbout: (type) => type.startsWith(prefix) && !isEngagement(type) && !combined.some((report) => report.type === type),
};

/** How much somebody took part in it. */
export const externalEngagement: CombinedReport = {
  type: 'pdk-external-engagement',
  columns: [
    text('Record ID'),
    ...timeColumns('Creation'),
    text('Service'),
    text('Engagement Type'),
    { header: 'Outgoing Engagement', kind: 'number' },
    { header: 'Incoming Engagement', kind: 'number' },
  ],
  isAbout: isEngagement,
};

const combined: readonly CombinedReport[] = [externalEvents, externalEngagement];

/** Does a type tell how much somebody took part? */
export function isEngagement(type: string): boolean {
  return type.startsWith(engagementPrefix);
}

/** The service in the name of a type: `youtube` of `pdk-external-engagement-youtube`. */
export function serviceOfEngagement(type: string): string {
  return type.slice(engagementPrefix.length);
}

/** The report over many types that has this name; null: it is a type, or nothing. */
export function findCombinedReport(type: string): CombinedReport | null {
  return combined.find((report) => report.type === type) ?? null;
}

/** The reports over many types that are about some of these. */
export function combinedReportsOf(types: readonly string[]): CombinedReport[] {
  return combined.filter((report) => types.some((type) => report.isAbout(type)));
}
