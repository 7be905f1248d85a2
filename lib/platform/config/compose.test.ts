import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(resolve(root, name), 'utf8');
const compose = read('compose.yaml');

/** Blocks of a text that is indented: what stands below each line that names one, two blanks deep. */
function blocksOf(text: string, part: string): ReadonlyMap<string, string> {
  const [, below = ''] = new RegExp(`^${part}:\\n((?:(?: .*)?\\n)+)`, 'm').exec(`${text}\n`) ?? [];
  const blocks = below.split(/^ {2}(?=\w)/m).filter((block) => block.trim() !== '');
  return new Map(blocks.map((block): [string, string] => [/^\w+/.exec(block)?.[0] ?? '', block]));
}

const services = blocksOf(compose, 'services');

describe('man-39 the container stack', () => {
  it('man-39 one file names proxy, database, migration, web and workers, and opens no door but the proxy’s', () => {
    expect([...services.keys()]).toEqual(['proxy', 'database', 'migrate', 'web', 'jobs']);
    for (const [name, block] of services) {
      const [, doors = ''] = /^ {4}ports: \[(.*)\]$/m.exec(block) ?? [];
      const outside = doors.split(', ').filter((door) => door !== '' && !door.startsWith("'127.0.0.1:"));
      expect(outside, name).toEqual(name === 'proxy' ? ["'80:80'", "'443:443'", "'443:443/udp'"] : []);
    }
    expect(services.get('web')).toContain('ports:');
  });

  it('man-39 the proxy sends to the port that web listens at, with the configuration that is mounted', () => {
    const [, host = '', port = ''] = /reverse_proxy (\w+):(\d+)/.exec(read('deploy/Caddyfile')) ?? [];
    expect([...services.keys()]).toContain(host);
    expect(read('Containerfile')).toContain(`PORT=${port}`);
    expect(services.get(host)).toContain(`:${port}'`);
    const [, mounted = ''] = /- \.\/(\S+):\/etc\/caddy\/Caddyfile:ro/.exec(services.get('proxy') ?? '') ?? [];
    expect(existsSync(resolve(root, mounted))).toBe(true);
    // One proxy stands before it: without this every caller would have the proxy's address.
    expect(compose).toContain('CAIRN_TRUSTED_PROXIES: ${CAIRN_TRUSTED_PROXIES:-1}');
    expect(compose).toContain('CAIRN_PUBLIC_URL: ${CAIRN_PUBLIC_URL:-https://');
  });

  it('man-39 the database is well once it takes connections over the network, not while it sets itself up', () => {
    expect(services.get('database')).toContain('pg_isready -h 127.0.0.1 ');
  });

  it('man-39 each setting reaches the processes by a variable, but those that the image decides', () => {
    const settings = ['config.ts', 'push-config.ts'].flatMap((name) =>
      [...read(`lib/platform/config/${name}`).matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(
        ([, setting = '']) => setting,
      ),
    );
    expect(settings.length).toBeGreaterThan(40);
    const ofImage = ['PORT', 'CAIRN_HOST', 'CAIRN_IMAGE_TAG', 'CAIRN_IMAGE_CREATED_AT'];
    const passed = new Set([...compose.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name.replace(/_FILE$/, '')));
    expect(settings.filter((name) => !passed.has(name) && !ofImage.includes(name))).toEqual([]);
  });

  it('man-39 each variable that it sets is one that the README explains; secrets are files alone', () => {
    const [, environment = ''] = /^ {2}environment:\n((?: {4}.*\n)+)/m.exec(compose) ?? [];
    const names = [...environment.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name.replace(/_FILE$/, ''));
    expect(names).toContain('CAIRN_SECRET');
    const readme = read('README.md');
    // Settings that belong together stand in one line: `CAIRN_S3_ENDPOINT`, `_REGION`.
    const endings = (name: string) =>
      [...name.matchAll(/_/g)].map(({ index }) => [name.slice(0, index + 1), name.slice(index)]);
    const isTold = (name: string) =>
      readme.includes(`\`${name}\``) ||
      readme
        .split('\n')
        .some((line) =>
          endings(name).some(([begin, end]) => line.includes(`\`${begin}`) && line.includes(`\`${end}\``)),
        );
    expect(names.filter((name) => !isTold(name))).toEqual([]);
    const secrets = [...blocksOf(compose, 'secrets').keys()];
    const used = [...compose.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, name = '']) => name);
    expect([...new Set(used)].sort()).toEqual(secrets.sort());
    for (const secret of secrets) expect(compose).toContain(`> secrets/${secret}\n`);
  });
});
