/**
 * Reports about something else than the points of a type (passive-data-kit.md, section 4): what was noted of devices, and
 * a person's own report. They are ordered by name like types, but are no part of "every type".
 */
export const otherReports = ['pdk-issues', 'pdk-personal-data'] as const;
export type OtherReport = (typeof otherReports)[number];

/** Is it the name of a report that is about no type? */
export function isOtherReport(type: string): type is OtherReport {
  return otherReports.some((report) => report === type);
}
