import { expect, test } from 'vitest';

import { notExported, withImportedNames } from '../../src/text/imported-names.js';

test.each<[string, string, string | null]>([
  ['(0 , _accounts.registr) is not a function', 'registr is not a function', 'registr'],
  ['(0 , _user$2.$all) is not a function', '$all is not a function', '$all'],
  ['(0 , _shop.default) is not a function', 'the default import is not a function', 'default'],
  ['(0 , _a.run)(...) is not a function', 'run(...) is not a function', null],
  ['pool.qery is not a function', 'pool.qery is not a function', null],
  ['_pool.qery is not a function', '_pool.qery is not a function', null],
  ['(0 , accounts.run) is not a function', '(0 , accounts.run) is not a function', null],
])('%s', (message, readable, name) => {
  expect(withImportedNames(message)).toBe(readable);
  expect(notExported(message)).toBe(name);
});
