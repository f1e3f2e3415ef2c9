/** The part of XML 1.0 that reports need. */
import { stripVTControlCharacters } from 'node:util';

/** Characters that XML 1.0 does not allow, not even escaped. (Section 2.2, `Char`) */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // Forbidden only at the end of `]]>`.
  '>': '&gt;',
  '"': '&quot;',
  // A parser would read them as blanks.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escape = (text: string, characters: RegExp): string =>
  stripVTControlCharacters(text)
    .replaceAll(FORBIDDEN, '')
    .replaceAll(characters, (character) => ENTITIES[character] ?? '');

const attribute = (text: string): string => escape(text, /[&<>"\t\n\r]/g);
const content = (text: string): string => escape(text, /[&<>\r]/g);

/** An element as lines. Text is kept unchanged; children follow on their own lines. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inside: string | readonly (readonly string[])[] = [],
): string[] {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${attribute(String(value))}"`,
  );
  const tag = `${name}${written.join('')}`;
  if (typeof inside === 'string') return [`<${tag}>${content(inside)}</${name}>`];
  const children = inside.flat();
  return children.length === 0 ? [`<${tag}/>`] : [`<${tag}>`, ...children, `</${name}>`];
}

/** A document of one element. */
export const xmlDocument = (root: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${root.join('\n')}\n`;
