/** XML 1.0, as much of it as reports need. */
import { stripVTControlCharacters } from 'node:util';

/** What no XML 1.0 document may hold, not even escaped (section 2.2 of the recommendation). */
// eslint-disable-next-line no-control-regex -- these are the characters in question
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // Only as the end of `]]>` forbidden.
  '>': '&gt;',
  '"': '&quot;',
  // A parser would take them for blanks, and for ends of lines.
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

/** An element as lines. Text is kept as it is; children are set below. */
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
