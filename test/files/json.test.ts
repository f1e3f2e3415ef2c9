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
  ['a value without quotes', '{\n  "a": x\n}', 'line 2, column 8: "x"'],
  ['a comma at the end', '{\n  "a": 1,\n}', 'line 3, column 1: "}"'],
  ['a missing comma', '{"a": 1\n "b": 2}', 'line 2, column 2: "\\""'],
  ['a missing colon', '{"a" 1}', 'line 1, column 6: "1"'],
  ['single quotes', "{'a': 1}", `line 1, column 2: "'"`],
  ['a comment', '{\n  // why\n  "a": 1\n}', 'line 2, column 3: "/"'],
  ['a number like 01', '[01]', 'line 1, column 3: "1"'],
  ['an unknown word', '[true, nil]', 'line 1, column 8: "n"'],
  ['a text with a line end', '["a\nb"]', 'line 1, column 2: "\\""'],
  ['a wrong escape', String.raw`["a\x"]`, 'line 1, column 2: "\\""'],
  ['too few brackets', '{"a": [1, 2}', 'line 1, column 12: "}"'],
  ['too many brackets', '{"a": 1}}', 'line 1, column 9: "}"'],
  ['an end that is missing', '{"a": {', 'line 1, column 8: the end'],
  [
    'a name that is there twice',
    '{"a": 1,\n "b": {"a": 2}, "a": 3}',
    'line 2, column 17: "a" is there already',
  ],
  ['nothing at all', '', 'line 1, column 1: the end'],
])('%s is told with its place', (_, text, told) => {
  expect(mistake(text)).toContain(told);
});

test('what is JSON is read', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toStrictEqual(JSON.parse(text));
    }),
  );
});

test('where nothing but a beginning is there, the end is missing', () => {
  // Of brackets and texts, so that no word or number is cut in two.
  const value = fc.jsonValue({ depthSize: 'medium' }).map((each) => JSON.stringify([[each], {}]));
  fc.assert(
    fc.property(value, (text) => {
      const begun = text.slice(0, text.lastIndexOf(','));
      expect(mistake(begun)).toContain(`column ${begun.length + 1}: the end`);
    }),
  );
});
