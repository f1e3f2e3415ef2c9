import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Fields, Framer, FramingError, int16, messageOf } from '../../../src/gate/wire/framing.js';
import { message } from './support/messages.js';

describe('a stream of bytes', () => {
  test('is split into messages, wherever it was cut', () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(contents, fc.array(fc.nat(60)), (all, cuts) => {
        const messages = all.map((content) => messageOf('d', Buffer.from(content)));
        const stream = Buffer.concat(messages);
        const framer = new Framer();
        const found: Buffer[] = [];
        let at = 0;
        for (const length of [...cuts, stream.length]) {
          const chunk = stream.subarray(at, at + length);
          at += chunk.length;
          found.push(...framer.take(chunk).map(({ bytes }) => Buffer.from(bytes)));
        }
        expect(found).toEqual(messages);
        expect(framer.takeRest()).toHaveLength(0);
      }),
    );
  });

  test('keeps what is not complete', () => {
    const framer = new Framer();
    const bytes = messageOf('Q', 'select 1');
    expect(framer.take(bytes.subarray(0, 7))).toEqual([]);
    expect(framer.takeRest()).toEqual(bytes.subarray(0, 7));
    expect(framer.take(bytes)).toEqual([{ type: 'Q', bytes }]);
  });

  test.each([0, 3, -1, 2 ** 30 + 1])('is refused with a length of %i', (length) => {
    const bytes = Buffer.alloc(5, 'Q');
    bytes.writeInt32BE(length, 1);
    expect(() => new Framer().take(bytes)).toThrow(FramingError);
  });
});

test('the fields of a message are read in order', () => {
  const fields = new Fields(
    message(
      'x',
      'näme',
      7,
      int16(-2),
      Buffer.from('!'),
      int16(2),
      int16(5),
      int16(6),
      Buffer.from('rest'),
    ),
  );
  expect(fields.text()).toBe('näme');
  expect(fields.int32()).toBe(7);
  expect(fields.int16()).toBe(-2);
  expect(fields.byte()).toBe('!'.charCodeAt(0));
  expect(fields.list(() => fields.int16())).toEqual([5, 6]);
  expect(String(fields.value(4))).toBe('rest');
  expect(fields.value(-1)).toBeNull();
});
