// First step of every npm script: runs on any Node from 20 on with built-ins alone, brings the project into a state
// in which the command can run (packages, generated code, pages), and hands on to the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const pinnedNode = join(root, 'node_modules/node/bin/node');

/** What each command needs beside packages and generated code. */
const commands = {
  up: { script: 'lib/commands/up.ts', needsBuild: true, isSupervisor: true },
  demo: { script: 'lib/commands/demo.ts', needsBuild: true, isSupervisor: true },
  test: { script: 'lib/commands/test.ts', needsBuild: false, isSupervisor: false },
  cairn: { script: 'lib/commands/cairn.ts', needsBuild: false, isSupervisor: false },
  bench: { script: 'lib/commands/bench.ts', needsBuild: false, isSupervisor: false },
  rows: { script: 'lib/commands/rows.ts', needsBuild: false, isSupervisor: false },
  build: { script: null, needsBuild: true, isSupervisor: false },
};

/** Folders and files whose content decides what `next build` makes. */
const buildInputs = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema',
  'next.config.js',
  'proxy.ts',
  'package-lock.json',
  'tsconfig.json',
];
const generateInputs = ['prisma/schema', 'prisma.config.ts', 'package-lock.json'];

function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) fail(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.`);
  process.chdir(root);
  install();
  generate();
  if (command.needsBuild) build();
  if (command.script) handOn(command, args);
}

function install() {
  if (isInstalled()) return;
  say('Installing packages (once; a minute or two) …');
  // Install scripts would download engines that nothing here uses; the pinned Node is the one that needs its own.
  runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev']);
  runNpm(['rebuild', 'node', '--loglevel=error']);
  if (!existsSync(pinnedNode)) fail('The pinned Node did not install. Run `npm rebuild node` to see why.');
}

/** Compares what npm says it installed with what the lock file asks for. */
function isInstalled() {
  const installedPath = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedPath) || !existsSync(pinnedNode)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    // Optional packages are for other systems; a production image leaves the development ones out.
    if (path === '' || ((entry.optional || entry.dev || entry.devOptional || entry.peer) && !installed[path]))
      return true;
    return installed[path]?.version === entry.version;
  });
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit' });
  if (result.status !== 0) fail(`npm ${args[0]} failed; see the lines above.`);
}

function generate() {
  const marker = join(root, 'lib/platform/db/generated/.made-from');
  const hash = hashOf(generateInputs);
  if (read(marker) === hash) return;
  say('Generating the database client …');
  const result = spawnSync(pinnedNode, ['lib/commands/generate.mjs'], { encoding: 'utf8' });
  if (result.status !== 0) fail(`prisma generate failed:\n${result.stdout}${result.stderr}`);
  writeFileSync(marker, hash);
}

function build() {
  const dist = join(root, process.env.NEXT_DIST_DIR ?? '.next');
  const marker = join(dist, 'made-from');
  const hash = hashOf(buildInputs);
  if (read(marker) === hash) return;
  say('Building the pages (once per version; a minute or two) …');
  rmSync(marker, { force: true });
  const described = spawnSync(pinnedNode, ['lib/commands/openapi.ts'], { encoding: 'utf8' });
  if (described.status !== 0) fail(`The API could not be described:\n${described.stderr}`);
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const result = spawnSync(pinnedNode, ['node_modules/next/dist/bin/next', 'build'], { encoding: 'utf8', env });
  if (result.status !== 0) fail(`next build failed:\n${result.stdout}${result.stderr}`);
  mkdirSync(dist, { recursive: true });
  // Asked again: the build itself writes files among its inputs (the API description).
  writeFileSync(marker, hashOf(buildInputs));
}

/** One hash over names and contents of files and folders; tests and generated code left out. */
function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full) || /\.(test|prop\.test)\.tsx?$|db\/generated$/.test(path)) return;
    const entries = listFolder(full);
    if (!entries) hash.update(path).update('\0').update(readFileSync(full)).update('\0');
    else for (const name of entries) add(`${path}/${name}`);
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

function listFolder(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Runs the command on the pinned Node and ends as it ends. */
function handOn({ script, isSupervisor }, args) {
  // The channel tells a supervisor when this process is gone; then it ends what it runs.
  const stdio = ['inherit', 'inherit', 'inherit', ...(isSupervisor ? ['ipc'] : [])];
  const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio,
    env: withPinnedNode(),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(child);
  child.on('exit', (code, signal) => {
    process.exit(signal ? 1 : (code ?? 1));
  });
}

/**
 * npm passes a SIGTERM on to the shell between us at most, and is gone; killed, it passes on nothing. That we, or that
 * shell, were handed to another parent is how we hear.
 */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = npmAsSeen();
  const watch = setInterval(() => {
    if (npmAsSeen() === before) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 250);
  watch.unref();
}

/** Our parent, and its parent when ours is the shell that npm starts (Linux tells). */
function npmAsSeen() {
  const parent = process.ppid;
  try {
    const isShell = readFileSync(`/proc/${parent}/cmdline`, 'utf8').includes('bootstrap.mjs');
    const grandparent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1];
    return isShell ? `${parent} ${grandparent}` : String(parent);
  } catch {
    return String(parent);
  }
}

function withPinnedNode() {
  const bin = join(root, 'node_modules/.bin');
  return { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}`, NEXT_TELEMETRY_DISABLED: '1' };
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

main();
