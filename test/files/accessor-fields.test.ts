/** Classes with accessor fields, which Node.js does not have yet. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadCases } from '../../src/files/load-cases.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

const FIELDS = `
  const COMPUTED = 'com' + 'puted';
  abstract class Base {
    abstract accessor kind: string;
    accessor tags: string[] = [];
  }
  export class Product extends Base {
    static accessor made = 0;
    override accessor kind = 'book';
    accessor stock: number = 1;
    accessor note: string | undefined;
    accessor ['com' + 'puted'] = COMPUTED;
    accessor #secret = this.stock + 1;
    accessor inner = class { accessor stock = 7; };
    constructor() {
      super();
      Product.made += 1;
      this.#secret += 1;
      this.stock += 10;
      this.tags.push(String(this.#secret));
    }
  }`;

const caseWith = (text: string): string => `
  import { defineCase } from 'race-lab';
  import { Product } from './product.ts';
  const first = new Product();
  const product = new Product();
  export default defineCase({ name: 'shop', schema: ${text}, workers: { anna: () => 1 } });`;

test('an accessor field is a getter and a setter over a value of its own', async () => {
  const directory = directoryWith({
    'product.ts': FIELDS,
    'shop.race.ts': caseWith(
      `[product.stock, first.note, product.computed, product.tags, product.kind, Product.made,
        new product.inner().stock, Object.keys(product), 'stock' in product].join('; ')`,
    ),
  });
  const [shop] = await loadCases([join(directory, 'shop.race.ts')], loading);
  expect(shop?.schema).toEqual([
    expect.objectContaining({ text: '11; ; computed; 3; book; 2; 7; ; true' }),
  ]);
});

test('one with a decorator is refused, with its place and the remedy', async () => {
  const directory = directoryWith({
    'product.ts': `const observed = () => {};
      export class Product {
        @observed accessor stock = 1;
      }`,
    'shop.race.ts': caseWith(`'select 1'`),
  });
  await expect(loadCases([join(directory, 'shop.race.ts')], loading)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^case: .*shop\.race\.ts cannot be loaded: an accessor field with a decorator at .*product\.ts:3:9$/,
    ),
    hint: expect.stringMatching(/^Decorators are called as .* import the JavaScript\.$/),
  });
});
