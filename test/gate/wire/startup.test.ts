import { describe, expect, test } from 'vitest';

import { FramingError, int32 } from '../../../src/gate/wire/framing.js';
import {
  asksNothing,
  firstPacket,
  hasPassword,
  parametersIn,
  passwordRequest,
  refusal,
} from '../../../src/gate/wire/startup.js';
import { message } from './support/messages.js';

const packet = (code: number, content = Buffer.alloc(0)): Buffer =>
  Buffer.concat([int32(8 + content.length), int32(code), content]);

describe('the first packet', () => {
  test.each([
    [80_877_103, 'encryption'],
    [80_877_104, 'encryption'],
    [80_877_102, 'cancel'],
    [196_608, 'startup'],
  ])('with the code %i is of the kind %s', (code, kind) => {
    expect(firstPacket(packet(code))?.packet.kind).toBe(kind);
  });

  test('is waited for until it is complete, and what follows is kept', () => {
    const bytes = packet(196_608, Buffer.from('user\0ann\0\0'));
    expect(firstPacket(bytes.subarray(0, 5))).toBeUndefined();
    expect(firstPacket(bytes.subarray(0, 12))).toBeUndefined();
    const found = firstPacket(Buffer.concat([bytes, Buffer.from('more')]));
    expect(found).toEqual({
      packet: { kind: 'startup', bytes },
      rest: Buffer.from('more'),
    });
  });

  test.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
    ['TLS', Buffer.from('16030100c801000000', 'hex')],
    ['noughts', Buffer.alloc(8)],
  ])('of %s is refused', (_name, bytes) => {
    expect(() => firstPacket(bytes)).toThrow(FramingError);
  });
});

describe('the password', () => {
  const given = (password: string) => message('p', password);

  test('is compared as a whole', () => {
    expect(hasPassword(given('secret'), 'secret')).toBe(true);
    expect(hasPassword(given('secre'), 'secret')).toBe(false);
    expect(hasPassword(given('secret!'), 'secret')).toBe(false);
    expect(hasPassword(given(''), 'secret')).toBe(false);
  });

  test('is asked for in clear text, because the server asks for nothing', () => {
    expect(asksNothing(message('R', 0))).toBe(true);
    expect(asksNothing(message('R', 10, 'SCRAM-SHA-256', ''))).toBe(false);
    expect(passwordRequest()).toEqual(message('R', 3).bytes);
  });

  test('is refused with the error of a server', () => {
    expect(String(refusal('28P01', 'no').subarray(5))).toBe('SFATAL\0VFATAL\0C28P01\0Mno\0\0');
  });
});

test('the parameters of a startup packet are read in pairs', () => {
  const content = Buffer.from('user\0ann\0options\0-c a=b -c c=\0application_name\0\0\0');
  expect([...parametersIn(packet(196_608, content))]).toEqual([
    ['user', 'ann'],
    ['options', '-c a=b -c c='],
    ['application_name', ''],
  ]);
  expect(parametersIn(packet(196_608)).size).toBe(0);
});
