import { describe, expect, it } from 'vitest';
import { locales } from '#lib/platform/i18n/locales.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { digestMail, openedMail } from './alert-mail.ts';

function anAlert(source: string, message: string, checkId = 'rule:c'): Alert {
  const openedAt = new Date('2026-11-28T08:15:30Z');
  return {
    id: `id of ${message}`,
    sourceId: `id of ${source}`,
    sourceName: source,
    sourceIdentifier: `${source}-1`,
    studyId: 's',
    studyKey: 'study',
    studyName: 'Study',
    groupName: null,
    checkId,
    checkLabel: 'C',
    name: message,
    level: 'warning',
    message,
    openedAt,
    updatedAt: openedAt,
    closedAt: null,
    closeReason: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
}

const silent = 'Sensor is silent, nothing for 3 d';
const news = (...alerts: Alert[]) => ({
  studyName: 'Study',
  alerts,
  url: 'https://cairn.example/alerts',
  timeZone: 'Europe/Berlin',
});

describe('man-30 mails about alerts are in the language of who gets them', () => {
  it('pdk-22 the digest counts users in its subject and lists their alerts', () => {
    const alerts = [anAlert('Ada', 'Battery Level Low'), anAlert('Ada', 'Data upload is overdue'), anAlert('Bo', 'X')];
    const { subject, text } = digestMail(news(...alerts), 'en');
    expect(subject).toBe('Alert Digest: 2 Affected Users');
    expect(text).toContain('Open alerts of Study\n\nAda (Ada-1)\n  [Warning] Battery Level Low (since Nov 28, 2026, ');
    expect(text).toContain('https://cairn.example/alerts');
  });

  it('man-30 subject, levels, built-in words, dates and the zone of the study are of that language', () => {
    const alerts = [anAlert('Ada', silent, 'cairn-fidelity'), anAlert('Bo', 'Luft ist schlecht')];
    const [de, fr] = [digestMail(news(...alerts), 'de'), digestMail(news(...alerts), 'fr')];
    expect(de.subject).toBe('Offene Warnungen: 2 Quellen betroffen');
    expect(de.text).toContain('Offene Warnungen in Study');
    expect(de.text).toContain('  [Warnung] Sensor stumm: 3 Tage ohne Wert (seit 28. Nov. 2026, 09:15 MEZ)');
    expect(de.text).toContain('  [Warnung] Luft ist schlecht (seit ');
    expect(fr.subject).toBe('Alertes ouvertes : 2 sources touchées');
    expect(fr.text).toContain('28 nov. 2026, 09:15');
  });

  it('man-27 the subject of a single alert has its figures and no line break that somebody put into a name', () => {
    const subjects = locales.map((locale) => {
      const one = anAlert('Ada\r\nBcc: x', silent, 'cairn-fidelity');
      return openedMail(news({ ...one, name: 'Sensor is silent, nothing for {age}' }), locale).subject;
    });
    expect(subjects).toEqual([
      'Alert: Sensor is silent, nothing for 3 days (Ada  Bcc: x) in Study',
      'Alerte : Capteur muet : 3 jours sans mesure (Ada  Bcc: x) dans Study',
      'Warnung: Sensor stumm: 3 Tage ohne Wert (Ada  Bcc: x) in Study',
    ]);
    expect(openedMail(news(anAlert('Ada', 'X'), anAlert('Bo', 'Y')), 'de').subject).toBe('2 neue Warnungen in Study');
  });
});
