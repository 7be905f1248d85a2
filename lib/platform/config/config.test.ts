import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from '../problems/problem.ts';
import { tileUrlsOf } from './base-maps.ts';
import { loadConfig } from './config.ts';
import type { Environment } from './read-environment.ts';

const freshDir = () => mkdtempSync(join(tmpdir(), 'cairn-config-'));

function fieldsOf(env: Environment): Readonly<Record<string, string>> {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof Problem && error.code === 'config_invalid') return error.fields ?? {};
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('loadConfig', () => {
  it('platform: gives working defaults from an empty environment', () => {
    const dataDir = freshDir();
    const config = loadConfig({ CAIRN_DATA_DIR: dataDir });
    expect(config).toMatchObject({
      port: 3000,
      databaseUrl: null,
      dataDir,
      publicUrl: 'http://localhost:3000',
      s3: null,
      oidc: null,
    });
    expect(config.maxBundleBytes).toBe(64 * 1024 * 1024);
  });

  it('platform: makes a secret once, keeps it private and finds it again', () => {
    const dataDir = freshDir();
    const first = loadConfig({ CAIRN_DATA_DIR: dataDir });
    const second = loadConfig({ CAIRN_DATA_DIR: dataDir });
    expect(first.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(second.secret).toBe(first.secret);
    expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0);
    expect(readFileSync(join(dataDir, 'secret'), 'utf8').trim()).toBe(first.secret);
  });

  it('platform: names every wrong setting at once, each with what to do', () => {
    const fields = fieldsOf({
      CAIRN_DATA_DIR: freshDir(),
      PORT: 'eighty',
      DATABASE_URL: 'mysql://x',
      CAIRN_SECRET: 'short',
      CAIRN_PUBLIC_URL: 'cairn.example.org',
      CAIRN_LOG_LEVEL: 'loud',
      CAIRN_TILE_URL: 'https://tiles.example.org/',
      CAIRN_BASE_MAPS: '[{"name":"Satellite","url":"https://sky.example.org/"}]',
      CAIRN_SENTRY_DSN: 'https://sentry.example.org/7',
    });
    expect(Object.keys(fields).sort()).toEqual([
      'CAIRN_BASE_MAPS',
      'CAIRN_LOG_LEVEL',
      'CAIRN_PUBLIC_URL',
      'CAIRN_SECRET',
      'CAIRN_SENTRY_DSN',
      'CAIRN_TILE_URL',
      'DATABASE_URL',
      'PORT',
    ]);
    expect(fields['PORT']).toContain('0 to 65535');
    expect(fields['DATABASE_URL']).toContain('postgres://');
  });

  it('reg-29 maps to choose from: the tile server first, then the others; a list that is none is told', () => {
    const [url, attribution] = ['https://tiles.example.org/{z}/{x}/{y}.png', 'Streets'];
    const sky = { name: 'Satellite', url: 'https://sky.example.org/{z}/{x}/{y}', attribution: 'Sky' };
    const given = { CAIRN_TILE_URL: url, CAIRN_TILE_ATTRIBUTION: attribution, CAIRN_BASE_MAPS: JSON.stringify([sky]) };
    expect(loadConfig({ CAIRN_DATA_DIR: freshDir(), ...given }).baseMaps).toEqual([
      { name: null, url, attribution },
      sky,
    ]);
    expect(tileUrlsOf(given)).toEqual([url, sky.url]);
    expect(tileUrlsOf({ CAIRN_BASE_MAPS: '{' })).toEqual([]);
    for (const wrong of ['{', '{}', JSON.stringify([sky, sky]), JSON.stringify([{ ...sky, url: 'sky/{z}/{x}/{y}' }])]) {
      const fields = fieldsOf({ CAIRN_DATA_DIR: freshDir(), CAIRN_BASE_MAPS: wrong });
      expect(Object.keys(fields)).toEqual(['CAIRN_BASE_MAPS']);
    }
  });

  it('platform: reads any setting from the file that <NAME>_FILE names', () => {
    const dataDir = freshDir();
    const file = join(dataDir, 'smtp');
    writeFileSync(file, 'smtp://mail.example.org:25\n');
    expect(loadConfig({ CAIRN_DATA_DIR: dataDir, SMTP_URL_FILE: file }).smtpUrl).toBe('smtp://mail.example.org:25');
    const fields = fieldsOf({
      CAIRN_DATA_DIR: dataDir,
      SMTP_URL: 'smtp://a',
      SMTP_URL_FILE: file,
      CAIRN_SECRET_FILE: join(dataDir, 'none'),
    });
    expect(fields['SMTP_URL']).toContain('twice');
    expect(fields['CAIRN_SECRET_FILE']).toContain('ENOENT');
  });

  it('man-29 takes each secret from a file, so that none need stand in the environment', () => {
    const dataDir = freshDir();
    const secrets = {
      CAIRN_SECRET: 'a secret of more than thirty-two characters',
      DATABASE_URL: 'postgres://cairn:stone@database:5432/cairn',
      SMTP_URL: 'smtp://cairn:stone@mail.example.org:587',
      CAIRN_ADMIN_PASSWORD: 'a stone upon a stone',
      CAIRN_S3_SECRET_ACCESS_KEY: 's3 stone',
      CAIRN_OIDC_CLIENT_SECRET: 'oidc stone',
    };
    const files = Object.entries(secrets).map(([name, value]) => {
      const file = join(dataDir, name.toLowerCase());
      writeFileSync(file, `${value}\n`);
      return [`${name}_FILE`, file] as const;
    });
    const config = loadConfig({
      ...{ CAIRN_DATA_DIR: dataDir, CAIRN_ADMIN_EMAIL: 'a@example.org', CAIRN_PUBLIC_URL: 'https://cairn.example.org' },
      ...{ CAIRN_S3_ENDPOINT: 'https://s3.example.org', CAIRN_S3_BUCKET: 'b', CAIRN_S3_ACCESS_KEY_ID: 'id' },
      ...{ CAIRN_OIDC_ISSUER: 'https://id.example.org', CAIRN_OIDC_CLIENT_ID: 'cairn' },
      ...Object.fromEntries(files),
    });
    const read = JSON.stringify(config);
    for (const [name, value] of Object.entries(secrets)) expect(read, name).toContain(value);
  });

  it('platform: says which half of a group of settings is missing', () => {
    const fields = fieldsOf({
      CAIRN_DATA_DIR: freshDir(),
      CAIRN_S3_BUCKET: 'b',
      CAIRN_OIDC_ISSUER: 'https://id.example.org',
    });
    expect(Object.keys(fields).sort()).toEqual([
      'CAIRN_OIDC_CLIENT_ID',
      'CAIRN_OIDC_CLIENT_SECRET',
      'CAIRN_S3_ACCESS_KEY_ID',
      'CAIRN_S3_SECRET_ACCESS_KEY',
    ]);
  });

  it('platform: says when the data folder cannot be made', () => {
    const file = join(freshDir(), 'file');
    writeFileSync(file, '');
    expect(fieldsOf({ CAIRN_DATA_DIR: join(file, 'inside') })['CAIRN_DATA_DIR']).toContain('ENOTDIR');
  });
});
