import { expect, test } from 'vitest';

import { JsonError, parseJson } from '../../src/files/json.js';
import { fc } from '../support/fast-check.js';

function mistake(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
  throw new Error('was accepted');
}

test.each([
  ['a value without quotes', '{\n  "a": x\n}', 'line 2, column 8: unexpected "x"'],
  ['a comma at the end', '{\n  "a": 1,\n}', 'line 3, column 1: unexpected "}"'],
  ['a missing comma', '{"a": 1\n "b": 2}', 'line 2, column 2: unexpected "\\""'],
  ['a missing colon', '{"a" 1}', 'line 1, column 6: unexpected "1"'],
  ['single quotes', "{'a': 1}", `line 1, column 2: unexpected "'"`],
  ['a comment', '{\n  // why\n  "a": 1\n}', 'line 2, column 3: unexpected "/"'],
  ['a number like 01', '[01]', 'line 1, column 3: unexpected "1"'],
  ['an unknown word', '[true, nil]', 'line 1, column 8: unexpected "n"'],
  ['a string with a line end', '["a\nb"]', 'line 1, column 2: unexpected "\\""'],
  ['a wrong escape', String.raw`["a\x"]`, 'line 1, column 2: unexpected "\\""'],
  ['too few brackets', '{"a": [1, 2}', 'line 1, column 12: unexpected "}"'],
  ['too many brackets', '{"a": 1}}', 'line 1, column 9: unexpected "}"'],
  ['a missing end', '{"a": {', 'line 1, column 8: unexpected end of file'],
  ['a duplicate key', '{"a": 1,\n "b": {"a": 2}, "a": 3}', 'line 2, column 17: duplicate key "a"'],
  ['an empty text', '', 'line 1, column 1: unexpected end of file'],
])('%s is reported with its place', (_, text, told) => {
  expect(mistake(text)).toContain(told);
});

test('valid JSON is parsed', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toStrictEqual(JSON.parse(text));
    }),
  );
});

test('a text that is cut off has its error at the end', () => {
  // Made of brackets and strings, so that no word or number is cut in two.
  const value = fc.jsonValue({ depthSize: 'medium' }).map((each) => JSON.stringify([[each], {}]));
  fc.assert(
    fc.property(value, (text) => {
      const begun = text.slice(0, text.lastIndexOf(','));
      expect(mistake(begun)).toContain(`column ${begun.length + 1}: unexpected end of file`);
    }),
  );
});
