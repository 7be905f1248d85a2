import { describe, expect, it } from 'vitest';
import { translatorFor } from '#lib/platform/i18n/translator.ts';
import { nameOfCheck, saidByCheck } from '#lib/sources/domain/alerts/built-in-words.ts';
import { builtInChecks } from './built-in-checks.ts';

const messagesOf = ({ definitions }: (typeof builtInChecks)[number]) =>
  definitions.flatMap((one) => {
    const steps = 'steps' in one ? one.steps.map(({ message }) => message) : [];
    return [...steps, ...(one.none ? [one.none.message] : [])];
  });

describe('man-30 what built-in checks are called and say, in the language of the reader', () => {
  it('man-30 English is what the checks themselves say, German and French are words of their own', () => {
    const [en, de, fr] = [translatorFor('en', 'alerts'), translatorFor('de', 'alerts'), translatorFor('fr', 'alerts')];
    for (const check of builtInChecks) {
      const { id: checkId, label: name } = check;
      expect(nameOfCheck(en, { checkId, name })).toBe(name);
      expect(nameOfCheck(de, { checkId, name })).not.toBe(name);
      for (const message of messagesOf(check)) {
        expect(saidByCheck(en, { checkId, message })).toBe(message);
        for (const t of [de, fr]) expect(saidByCheck(t, { checkId, message })).not.toBe(message);
      }
    }
  });

  it('man-27 the age of the newest value is told in words of the language', () => {
    const de = translatorFor('de', 'alerts');
    const said = (message: string) => saidByCheck(de, { checkId: 'cairn-fidelity', message });
    expect(said('Sensor is silent, nothing for 24 h')).toBe('Sensor stumm: 24 h ohne Wert');
    expect(said('Sensor is silent, nothing for 2226 d')).toBe('Sensor stumm: 2.226 Tage ohne Wert');
  });

  it('man-27 what people wrote stays as they wrote it, whatever it is called', () => {
    const de = translatorFor('de', 'alerts');
    const own = { checkId: 'rule:01a2', message: 'Battery Level Low', name: 'Data upload' };
    expect([saidByCheck(de, own), nameOfCheck(de, own)]).toEqual(['Battery Level Low', 'Data upload']);
    expect(nameOfCheck(de, { checkId: 'a.b{', name: 'Plug-in' })).toBe('Plug-in');
  });
});
