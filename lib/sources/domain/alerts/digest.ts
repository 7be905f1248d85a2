import { dayMs, hourMs, zoneOffsetMs } from '#lib/platform/time/zone.ts';
import type { Alert } from './alert.ts';
import type { AlertSettings } from './alert-settings.ts';

/**
 * True when a digest is due at `now`: its hour of one of its days has come in the study's zone, and none was sent since.
 * A worker that was off at the hour sends it later the same day.
 */
export function isDigestDue(settings: AlertSettings, now: Date): boolean {
  if (!settings.isDigestEnabled || settings.recipients.length === 0) return false;
  const localMs = now.getTime() + zoneOffsetMs(now.getTime(), settings.timeZone);
  const dayStartMs = Math.floor(localMs / dayMs) * dayMs;
  const isoDay = new Date(localMs).getUTCDay() || 7;
  if (!settings.digestDays.includes(isoDay) || localMs < dayStartMs + settings.digestHour * hourMs) return false;
  if (settings.lastDigestAt === null) return true;
  const lastMs = settings.lastDigestAt.getTime();
  return lastMs + zoneOffsetMs(lastMs, settings.timeZone) < dayStartMs + settings.digestHour * hourMs;
}

/** A mail about alerts: what it is called and what it says, in English like the texts of the checks. */
export interface AlertMail {
  readonly subject: string;
  readonly text: string;
}

interface MailInput {
  readonly studyName: string;
  readonly alerts: readonly Alert[];
  /** Page where they are all seen. */
  readonly url: string;
}

/** The digest of open alerts, by source (passive-data-kit.md, 3.3). */
export function writeDigest({ studyName, alerts, url }: MailInput): AlertMail {
  const bySource = Map.groupBy(alerts, ({ sourceId }) => sourceId);
  const blocks = [...bySource.values()].map((ofSource) => [titleOf(ofSource), ...ofSource.map(lineOf)].join('\n'));
  return {
    subject: `Alert Digest: ${String(bySource.size)} Affected Users`,
    text: [`Open alerts of ${studyName}`, ...blocks, url].join('\n\n').concat('\n'),
  };
}

/** The mail about alerts that have just been opened. */
export function writeOpenedMail({ studyName, alerts, url }: MailInput): AlertMail {
  const [only, ...others] = alerts;
  const what =
    others.length === 0 && only ? `${only.name} (${only.sourceName})` : `${String(alerts.length)} new alerts`;
  const bySource = Map.groupBy(alerts, ({ sourceId }) => sourceId);
  const blocks = [...bySource.values()].map((ofSource) => [titleOf(ofSource), ...ofSource.map(lineOf)].join('\n'));
  return {
    subject: `Alert: ${what} in ${studyName}`.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200),
    text: [...blocks, url].join('\n\n').concat('\n'),
  };
}

function titleOf([first]: readonly Alert[]): string {
  if (!first) return '';
  const { sourceName, sourceIdentifier } = first;
  return sourceName === sourceIdentifier ? sourceName : `${sourceName} (${sourceIdentifier})`;
}

function lineOf({ level, message, openedAt }: Alert): string {
  return `  [${level}] ${message} (since ${openedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
}
