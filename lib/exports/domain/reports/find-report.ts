import { communicationReports } from './communication.ts';
import { deviceStateReports } from './device-state.ts';
import { externalItemReports } from './external-items.ts';
import { placeReports } from './places.ts';
import { sensorReports } from './sensors.ts';
import type { ReportTable, StandardReport } from './standard-report.ts';
import { withingsReports } from './withings.ts';

/** Every standard report. A new one is a definition in a file of this folder, named here. */
const reports: readonly StandardReport[] = [
  ...deviceStateReports,
  ...communicationReports,
  ...placeReports,
  ...sensorReports,
  ...withingsReports,
  ...externalItemReports,
];

const byType = new Map(reports.map((report) => [report.type, report]));

/** The standard report of a type; null: the generic and the flattened table serve it. */
export function findStandardReport(type: string): StandardReport | null {
  return byType.get(type) ?? null;
}

/** The tables of a report, as a study with or without legacy reports gets them. */
export function tablesOf(report: StandardReport, isLegacy: boolean): readonly ReportTable[] {
  return isLegacy ? (report.legacyTables ?? report.tables) : report.tables;
}
