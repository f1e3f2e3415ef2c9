/**
 * The loader turns a call of an import, `register(…)`, into `(0, _accounts.register)(…)`, which V8 repeats in its
 * messages.
 */
const IMPORTED = /\(0 , _[\w$]+\.(?<name>[\w$]+)\)/g;

/** A message with imports as they are written: `register is not a function`. */
export const withImportedNames = (message: string): string =>
  message.replaceAll(IMPORTED, (_, name: string) =>
    name === 'default' ? 'the default import' : name,
  );

/** The import that is called in a message although it is none, such as a misspelt one; null: none. */
export const notExported = (message: string): string | null =>
  /^\(0 , _[\w$]+\.(?<name>[\w$]+)\) is not a function$/.exec(message)?.groups?.['name'] ?? null;
