import { dayMs, hourMs, zoneOffsetMs } from '#lib/platform/time/zone.ts';
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
