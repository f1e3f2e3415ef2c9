/** The pages of the documentation. */
import { readFileSync } from 'node:fs';

/** @param path relative to the repository */
export const pageText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The contents of the blocks of code in a page. @param language empty: those without one */
export const blocksIn = (text: string, language: string): readonly string[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, found, block = '']) =>
    found === language ? [block] : [],
  );
