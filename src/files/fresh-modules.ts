import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

import type { Jiti, ModuleCache } from 'jiti';

/** So much of what tells an ES module from CommonJS as jiti looks for itself. */
const ESM_SYNTAX =
  /(?:^|[\s;])(?:import[\s\w*,{}]*from\b|import\s*["'*{]|export\b\s*(?:[*{]|default|class|type|function|const|var|let|async function)|import\.meta\b)/m;

/** Such as what jiti keeps of a module. */
interface ModuleExports {
  readonly exports: unknown;
}

/**
 * One instance of a module and of all that it imports by path. Left to itself, jiti leaves
 * JavaScript to Node: Node loads it once for the whole process, and finds its `race-lab` in the
 * user's own `node_modules`. Here everything is transpiled but packages.
 */
export class FreshModules {
  readonly #jiti: Jiti;
  readonly #loaded: ModuleCache = {};
  /** jiti asks it for every file that is imported, before it loads one itself. */
  readonly #cache: ModuleCache;
  #isInCommonJs = false;
  #begun: { readonly path: string; readonly module: ModuleExports } | null = null;

  constructor(jiti: Jiti) {
    this.#jiti = jiti;
    this.#cache = new Proxy(this.#loaded, {
      get: (loaded, path) =>
        typeof path === 'symbol'
          ? undefined
          : (this.#takeBegun(path) ?? loaded[path] ?? this.#nested(path)),
    });
  }

  /**
   * @param path absolute
   * @returns what the module exports
   * @throws whatever it throws
   */
  async import(path: string): Promise<unknown> {
    return this.#evaluate(path);
  }

  #nested(path: string): ModuleExports | undefined {
    const isScript = /^\.[cm]?js$/.test(extname(path));
    // The rest of what is no package, jiti transpiles.
    if (!isScript || /[/\\]node_modules[/\\]/.test(path)) return undefined;
    const module = { exports: this.#evaluate(path) };
    this.#begun = { path, module };
    return module;
  }

  /**
   * jiti asks whether there is a module, and at once again for it. Who imports it first has to wait
   * for it; who asks later may be what it waits for itself, and gets what it exports so far.
   */
  #takeBegun(path: string): ModuleExports | undefined {
    const begun = this.#begun;
    this.#begun = null;
    return begun?.path === path ? begun.module : undefined;
  }

  /** @returns the exports; a promise of them for an ES module, which may await something */
  #evaluate(filename: string): unknown {
    const source = readFileSync(filename, 'utf8');
    const isCommonJs = this.#isInCommonJs || isCommonJsFile(filename, source);
    const outer = this.#isInCommonJs;
    this.#isInCommonJs = isCommonJs;
    try {
      return this.#jiti.evalModule(source, {
        filename,
        cache: this.#cache,
        async: !isCommonJs,
        forceTranspile: true,
      });
    } finally {
      this.#isInCommonJs = outer;
    }
  }
}

/** It is evaluated at once, since `require()` cannot wait. */
function isCommonJsFile(path: string, source: string): boolean {
  const ending = extname(path);
  return ending === '.cjs' || (ending === '.js' && !ESM_SYNTAX.test(source));
}
