/** Entities of ORMs: classes with decorators on their fields. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadCases } from '../../src/files/load-cases.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

const FIELDS = `
  const seen: unknown[] = [];
  const Column = (options: object) => (target: object, field: string) =>
    void seen.push([field, options]);
  export class Product {
    @Column({ type: 'int' })
    stock!: number;
    @Column({ type: 'text' })
    readonly name: string = 'book';
    @Column({ nullable: true })
    note?: string;
    neverSet!: string;
    @Column({ of: 'class' })
    static table = 'product';
    @Column({ second: true })
    @Column({ first: true })
    public ['com' + 'puted']: string;
  }
  export const columns = () => seen.map((each) => JSON.stringify(each)).join();`;

test('fields may have decorators, with or without a value', async () => {
  const directory = directoryWith({
    'product.ts': FIELDS,
    'shop.race.ts': `import { defineCase } from 'race-lab';
      import { columns, Product } from './product.ts';
      const { name, stock } = new Product();
      const schema = [name, String(stock), columns()].join('; ');
      export default defineCase({ name: 'shop', schema, workers: { anna: () => 1 } });`,
  });
  const [shop] = await loadCases([join(directory, 'shop.race.ts')], loading);
  expect(shop?.schema).toEqual([
    expect.objectContaining({
      text: 'book; undefined; ["stock",{"type":"int"}],["name",{"type":"text"}],["note",{"nullable":true}],["table",{"of":"class"}],["computed",{"first":true}],["computed",{"second":true}]',
    }),
  ]);
});
