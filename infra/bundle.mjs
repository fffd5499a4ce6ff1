// Puts the built program into a few files under services/city/dist/bundle: a start reads these instead of some 2,400 and
// takes less than half the time. Does nothing when all that went in is as it was.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, 'services', 'city', 'dist', 'bundle');
const record = join(outdir, 'inputs.json');

/** What threads of their own load; in the bundle it lies at the same path below it. */
const THREADS = ['libs/event-log/dist/sqlite/worker.js', 'libs/event-log/dist/sqlite/checkpoint-worker.js', 'libs/trust/dist/key-store/key-maker-worker.js', 'libs/runtime/dist/verify/scan-worker.js', 'libs/runtime/dist/views/thread/worker.js',
  ...['intake', 'assessment', 'coordination', 'crisis', 'supervision', 'archive'].map((service) => `services/${service}/dist/projections.js`)];
/** Stays in node_modules: native code, files of its own beside it, or never installed (Nest asks for it and does without). */
const EXTERNAL = ['libsql', 'pino', 'swagger-ui-dist', '@fastify/static', 'class-validator', 'class-transformer', 'class-transformer/*', '@fastify/view', '@fastify/multipart',
  '@nestjs/microservices', '@nestjs/microservices/*', '@nestjs/websockets', '@nestjs/websockets/*', '@nestjs/platform-express'];

const stamp = (path) => { const s = statSync(join(root, path), { throwIfNoEntry: false }); return s ? `${s.mtimeMs} ${s.size}` : 'gone'; };

function upToDate() {
  if (!existsSync(record)) return false;
  const { inputs } = JSON.parse(readFileSync(record, 'utf8'));
  return Object.entries(inputs).every(([path, was]) => stamp(path) === was);
}

/** A module goes on finding what lies beside it: its files where they are, its threads in the bundle. */
const ownPlaces = {
  name: 'own-places',
  setup(build) {
    build.onLoad({ filter: /[\\/](libs|services)[\\/][a-z-]+[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      if (!code.includes('import.meta.url')) return { contents: code, loader: 'js' };
      const own = relative(root, path).split(sep).join('/');
      const startsThreads = THREADS.some((t) => dirname(t) === dirname(own) && code.includes(`${t.split('/').at(-1)}'`)) || own.endsWith('/built-file.js');
      const place = startsThreads ? own : relative(outdir, path).split(sep).join('/');
      return { contents: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`), loader: 'js' };
    });
  },
};

if (!upToDate()) {
  const { build } = await import('esbuild');
  rmSync(outdir, { recursive: true, force: true });
  const threads = THREADS.filter((path) => existsSync(join(root, path)));
  const { metafile } = await build({
    absWorkingDir: root, outdir, metafile: true, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', sourcemap: 'linked', sourcesContent: false, logLevel: 'warning',
    entryPoints: { main: 'services/city/dist/main.js', cli: 'services/city/dist/cli/main.js', ...Object.fromEntries(threads.map((path) => [path.slice(0, -3), path])) },
    // Names of classes are read at run time (operations of the interface, messages).
    keepNames: true,
    external: EXTERNAL,
    plugins: [ownPlaces],
    // Packages in the older module form ask for node's own modules by `require`.
    banner: { js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);" },
  });
  writeFileSync(record, JSON.stringify({ inputs: Object.fromEntries(Object.keys(metafile.inputs).map((path) => [path, stamp(path)])) }));
}
