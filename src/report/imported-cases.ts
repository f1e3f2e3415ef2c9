/** How a test file gets at cases: it imports them, or names their files. */
import type { Case } from '../model.js';

/** Names that the test file uses itself, and words that are no names in a module. */
const TAKEN =
  'replay matchers expect test fileURLToPath URL report undefined ' +
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
  'false finally for function if implements import in instanceof interface let new null package private protected ' +
  'public return static super switch this throw true try typeof var void while with yield';

/** Collects what a test file has to import. */
export class ImportedCases {
  readonly #pathOf: (file: string) => string;
  readonly #taken = new Set(TAKEN.split(' '));
  /** The word for each case, by its file and name. */
  readonly #words = new Map<string, string>();
  readonly #imports: string[] = [];
  readonly #constants: string[] = [];
  readonly #modules = new Set<string>();

  /** @param pathOf the path of a file as an import has it */
  constructor(pathOf: (file: string) => string) {
    this.#pathOf = pathOf;
  }

  /** The imports of cases, then the constants. */
  get lines(): readonly string[] {
    return [...this.#imports, ...this.#constants];
  }

  /** The imports of Node's modules. */
  get modules(): readonly string[] {
    return [...this.#modules];
  }

  /**
   * What stands for a case in a call. Without `open`, its module connects when it is imported: only
   * race-lab can import it at the right time, so the call names the file.
   */
  wordFor(the: Case): string {
    const { file = '', name, exported, open } = the;
    const key = `${file}#${name}`;
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    const canImport = exported !== undefined && IDENTIFIER.test(exported) && open !== null;
    const word = canImport ? this.#imported(file, name, exported) : this.#named(file, name);
    this.#words.set(key, word);
    return word;
  }

  #named(file: string, name: string): string {
    this.#modules.add("import { fileURLToPath } from 'node:url';");
    const constant = this.#free(`${camelCase(name)}File`);
    const url = `new URL(${quoted(inUrl(this.#pathOf(file)))}, import.meta.url)`;
    this.#constants.push(`const ${constant} = fileURLToPath(${url});`);
    return `\`\${${constant}}#${name}\``;
  }

  #imported(file: string, name: string, exported: string): string {
    const word = this.#free(exported === 'default' ? camelCase(name) : exported);
    const what =
      exported === 'default' ? word : `{ ${exported === word ? word : `${exported} as ${word}`} }`;
    this.#imports.push(`import ${what} from ${quoted(this.#pathOf(file))};`);
    return word;
  }

  /** A name that nothing else has. */
  #free(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number += 1) {
      name = number === 2 ? `${wanted}Case` : `${wanted}Case${number - 1}`;
    }
    this.#taken.add(name);
    return name;
  }
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

const inUrl = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** `lastCopy` for `last-copy` */
const camelCase = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const quoted = (text: string): string =>
  `'${text.replaceAll(/['\\]/g, (character) => `\\${character}`)}'`;
