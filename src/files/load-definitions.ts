/** Loads definitions of any kind from files. */
import type { ErrorSubject } from '../errors.js';
import { unknownName } from '../plan/nearest-name.js';
import { parseReference, shortPath } from '../text/reference.js';
import type { UnknownRecord } from '../text/values.js';
import { definitionsIn, NotExported, type DefinitionKind } from './definitions.js';
import type { Loading } from './import-module.js';

/** What named a file, for the errors, and how to load it. */
export interface NamingOptions {
  readonly subject: ErrorSubject;
  readonly loading: Loading;
}

/** What all kinds of definitions have. */
export interface Definition {
  readonly name: string;
  readonly file?: string;
  readonly reference?: string;
}

/**
 * Loads each file once.
 * @param items files, or definitions in them: `./mine.ts#careful`
 * @returns the definitions of each item
 * @throws {UsageError} that says which file is wrong and why
 * @throws the signal's reason when it is aborted
 */
export async function loadAll<T extends Definition>(
  items: readonly string[],
  kind: DefinitionKind<T>,
  naming: NamingOptions,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const { subject } = naming;
  const files = new Map<string, readonly T[]>();
  const loaded = new Map<string, readonly T[]>();
  for (const item of items) {
    const { path, name } = parseReference(item);
    const definitions = files.get(path) ?? (await definitionsFrom(path, kind, naming));
    files.set(path, definitions);
    loaded.set(
      item,
      name === null ? definitions : [pick(definitions, name, { subject, path, kind })],
    );
  }
  return loaded;
}

/**
 * Loads a file anew, and finds one of its definitions.
 * @throws {UsageError} when the file can no longer be loaded, or no longer has it
 */
export async function findIn<T extends Definition>(
  path: string,
  name: string,
  kind: DefinitionKind<T>,
  naming: NamingOptions,
): Promise<T> {
  const definitions = await definitionsFrom(path, kind, naming);
  return pick(definitions, name, { subject: naming.subject, path, kind });
}

async function definitionsFrom<T extends Definition>(
  path: string,
  kind: DefinitionKind<T>,
  { subject, loading }: NamingOptions,
): Promise<readonly T[]> {
  const named = { text: `${subject.text}: ${shortPath(path)}`, option: subject.option };
  // Loaded on demand, because the loader is large and most command lines name no file.
  const { importModule } = await import('./import-module.js');
  const module = await importModule(path, subject, loading);
  const definitions = definitionsIn(module, kind, path, named);
  const isAlone = definitions.length === 1;
  return definitions.map((definition) => {
    const reference = `${shortPath(path)}${isAlone ? '' : `#${definition.name}`}`;
    const exported = exportOf(definition, module);
    return Object.freeze({ ...definition, file: path, reference, ...exported });
  });
}

/** The name of an export that is the definition itself; empty when there is none. */
function exportOf(definition: Definition, module: UnknownRecord): { readonly exported?: string } {
  const names = Object.keys(module).filter((name) => module[name] === definition);
  const [exported] = names.includes('default') ? ['default'] : names;
  return exported === undefined ? {} : { exported };
}

function pick<T extends Definition>(
  definitions: readonly T[],
  name: string,
  {
    subject,
    path,
    kind,
  }: { readonly subject: ErrorSubject; readonly path: string; readonly kind: DefinitionKind<T> },
): T {
  const found = definitions.find((definition) => definition.name === name);
  if (found !== undefined) return found;
  const known = definitions.map((definition) => definition.name);
  const unknown = {
    code: 'NOT_EXPORTED',
    subject,
    kind: `${kind.word} of ${shortPath(path)}`,
  } as const;
  const { message, ...details } = unknownName(unknown, name, known).template;
  throw new NotExported(message, details);
}
