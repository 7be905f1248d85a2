import { describe, expect, it } from 'vitest';
import { archiveName, claimSlug, downloadName, NameRegister, safeNamePart, slugOf } from './member-names.ts';

describe('pdk-33 names of members', () => {
  it.each([
    ['P-0042', 'p-0042'],
    ['Jörg  Müller', 'jorg-muller'],
    ['a.b@example.org', 'abexampleorg'],
    ['__x - y__', 'x-y'],
    ['under_score', 'under_score'],
    ['مشارك', ''],
  ])('pdk-33 slug %s as %s', (source, slug) => {
    expect(slugOf(source)).toBe(slug);
  });

  it('pdk-33 tell sources apart that slug alike, in their order', () => {
    const register = new NameRegister();
    expect(['P 1', 'P-1', 'p_1', 'P-1!', 'p-1__1'].map((source) => claimSlug(register, source))).toEqual([
      'p-1',
      'p-1__1',
      'p_1',
      'p-1__2',
      'p-1__1__1',
    ]);
  });

  it('pdk-33 name sources whose letters no slug may have', () => {
    const register = new NameRegister();
    expect(['مشارك', '参加者', '!!!'].map((source) => claimSlug(register, source))).toEqual([
      'source',
      'source__1',
      'source__2',
    ]);
  });

  it('pdk-30 pdk-31 of files differ in more than upper and lower case, or how an accent is written', () => {
    const register = new NameRegister({ ofFiles: true });
    const names = ['P-1', 'p-1', 'P-1', 'Zo\u00e9', 'Zoe\u0301'].map((source) =>
      register.claim(source, (text) => `${text}__walk.json`),
    );
    expect(names).toEqual([
      ...['P-1__walk.json', 'p-1__1__walk.json', 'P-1__2__walk.json'],
      ...['Zo\u00e9__walk.json', 'Zoe\u0301__1__walk.json'],
    ]);
    const columns = new NameRegister();
    expect(['a', 'A', 'a'].map((header) => columns.claim(header, (text) => text))).toEqual(['a', 'A', 'a__1']);
  });

  it('pdk-33 stay quick with thousands of sources that slug alike', () => {
    const register = new NameRegister();
    const names = Array.from({ length: 20_000 }, () => claimSlug(register, '?'));
    expect(new Set(names).size).toBe(20_000);
  });

  it.each([
    ['../../etc/passwd', '_/_/etc/passwd'],
    ['a\\b:c', 'a_b_c'],
    ['.hidden', '_hidden'],
    ['nul\u0000', 'nul_'],
    ['', '_'],
  ])('pdk-33 keep %j inside its folder', (text) => {
    const safe = safeNamePart(text);
    expect(safe).not.toMatch(/[\\/\0:]/);
    expect(safe).not.toMatch(/^\./);
    expect(safe).not.toBe('');
  });
});

describe('pdk-30 names of archives', () => {
  const naming = { job: 'ab12cd34-2', orderedOn: '2026-11-22', prefix: null, suffix: null, from: '2026-08-01' };

  it('pdk-30 are those of PDK unless the order chose others', () => {
    expect(archiveName(naming)).toBe('pdk_export_final_ab12cd34-2_2026-08-01.zip');
    expect(downloadName(naming)).toBe('pdk-export_2026-11-22_ab12cd34-2.zip');
    expect(downloadName({ ...naming, prefix: 'trial/1', suffix: 'x' })).toBe('trial_1_ab12cd34-2_x.zip');
  });
});
