import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

import type { Jiti, ModuleCache } from 'jiti';

import { isObject } from '../text/values.js';

/** The syntax by which jiti, too, recognizes an ES module. */
const ESM_SYNTAX =
  /(?:^|[\s;])(?:import[\s\w*,{}]*from\b|import\s*["'*{]|export\b\s*(?:[*{]|default|class|type|function|const|var|let|async function)|import\.meta\b)/m;

/** A module as jiti stores it. */
interface ModuleExports {
  readonly exports: unknown;
}

/**
 * One instance of a module and of everything that it imports by path. By default jiti lets Node.js load
 * JavaScript files. Node.js loads each only once per process, and resolves `race-lab` in the user's own
 * `node_modules`. Here jiti transpiles everything except packages.
 */
export class FreshModules {
  readonly #jiti: Jiti;
  readonly #loaded: ModuleCache = {};
  /** jiti looks here for every imported file before it loads the file itself. */
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
   * @returns the exports of the module
   * @throws any error of the module
   */
  async import(path: string): Promise<unknown> {
    return this.#evaluate(path);
  }

  #nested(path: string): ModuleExports | undefined {
    const isScript = /^\.[cm]?js$/.test(extname(path));
    // jiti itself transpiles all other files except packages.
    if (!isScript || /[/\\]node_modules[/\\]/.test(path)) return undefined;
    const module = { exports: this.#evaluate(path, true) };
    this.#begun = { path, module };
    return module;
  }

  /**
   * jiti asks whether a module exists, and then at once for the module. The first importer must wait for it. A
   * later importer may be a module that it waits for (a cycle), so it gets the exports so far.
   */
  #takeBegun(path: string): ModuleExports | undefined {
    const begun = this.#begun;
    this.#begun = null;
    return begun?.path === path ? begun.module : undefined;
  }

  /** @returns the exports; for an ES module, which may use await, a promise of them */
  #evaluate(filename: string, isNested = false): unknown {
    const source = readFileSync(filename, 'utf8');
    const isCommonJs = this.#isInCommonJs || isCommonJsFile(filename, source);
    const outer = this.#isInCommonJs;
    this.#isInCommonJs = isCommonJs;
    try {
      const exported = this.#jiti.evalModule(source, {
        filename,
        cache: this.#cache,
        async: !isCommonJs,
        forceTranspile: true,
      });
      return isCommonJs && isNested ? withDefault(exported) : exported;
    } finally {
      this.#isInCommonJs = outer;
    }
  }
}

/**
 * What a CommonJS file exports, as `import shop from './shop.cjs'` gets it, too: all of it. One that was compiled from an
 * ES module has a default of its own, or none.
 */
function withDefault(exported: unknown): unknown {
  const isHolder = isObject(exported) || typeof exported === 'function';
  if (!isHolder || !Object.isExtensible(exported)) return exported;
  if ('default' in exported || '__esModule' in exported) return exported;
  return Object.defineProperty(exported, 'default', { value: exported, configurable: true });
}

/** Whether a file is CommonJS, which must be evaluated synchronously, because `require()` cannot wait. */
function isCommonJsFile(path: string, source: string): boolean {
  const ending = extname(path);
  return ending === '.cjs' || (ending === '.js' && !ESM_SYNTAX.test(source));
}
