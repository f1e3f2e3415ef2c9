/**
 * Bundles src/ and most of its dependencies into few files: Node.js takes about a millisecond to load a module, and a
 * run needs hundreds. What is imported late stays in files of its own.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { build } from 'esbuild';

const { dependencies, optionalDependencies } = JSON.parse(await readFile('package.json', 'utf8'));

/** The public types refer to them, so they are dependencies although they are bundled. */
const BUNDLED = new Set(['async-mutex', 'kysely']);

const external = Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) =>
  BUNDLED.has(name) ? [] : [name, `${name}/*`],
);

/** postgres.js sets timers whenever it connects, and code of users may have replaced the globals by then. */
const ownTimersInPostgres = {
  name: 'own-timers-in-postgres',
  setup({ onLoad, onEnd }) {
    const given = new Set();
    onLoad({ filter: /[\\/]postgres[\\/]src[\\/](?:connection|index)\.js$/ }, async ({ path }) => {
      const from = JSON.stringify(resolve('src/own-timers.ts'));
      given.add(path);
      const timers = `import { clearTimeout, setImmediate, setTimeout } from ${from};\n`;
      return { contents: timers + (await readFile(path, 'utf8')), loader: 'js' };
    });
    onEnd(() =>
      given.size === 2
        ? {}
        : { errors: [{ text: 'postgres has other files: its timers would be those of users' }] },
    );
  },
};

await rm('dist/chunks', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [
    'src/index.ts',
    'src/matchers.ts',
    'src/cli/start.ts',
    'src/cli/stall/thread.ts',
    'src/cli/racing-process.ts',
    'src/cli/load-process.ts',
  ],
  outdir: 'dist',
  outbase: 'src',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // A UMD file in `main` requires what the bundle would have to contain.
  mainFields: ['module', 'main'],
  external,
  plugins: [ownTimersInPostgres],
  // For bundled CommonJS modules, which require Node's own.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});
await writeFile('dist/LICENSES.txt', await licenses(Object.keys(metafile.inputs)));

/** The licenses of the packages that these files are from. */
async function licenses(files) {
  const paths = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const texts = await Promise.all([...new Set(paths)].map(licenseOf));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenseOf(directory) {
  const { name, version, license } = JSON.parse(
    await readFile(`${directory}/package.json`, 'utf8'),
  );
  const names = ['LICENSE', 'license', 'LICENSE.md', 'LICENSE.txt', 'UNLICENSE'];
  for (const file of names) {
    const text = await readFile(`${directory}/${file}`, 'utf8').catch(() => null);
    if (text !== null) return `${name} ${version}\n\n${text}`;
  }
  return `${name} ${version}\n\n${license}\n`;
}
