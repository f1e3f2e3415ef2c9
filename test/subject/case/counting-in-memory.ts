/** Cases that change a row, and then do something with a number. */
import type postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { SHOP } from './free-shop.js';

export const counting = (
  name: string,
  change: (sql: postgres.Sql) => Promise<unknown>,
  properties: { readonly ignore?: string } = {},
) =>
  defineCase({
    ...SHOP,
    name,
    schema: `create sequence place start 5;
      create table product (id int primary key, stock int not null, seen bigint not null default 0, label text)`,
    invariants: { 'seen is positive': 'select id from product where seen < 0' },
    ...properties,
    worker: async (sql) => {
      await sql`update product set stock = stock - 1 where id = 1`;
      const result = await change(sql);
      return Array.isArray(result) ? null : result;
    },
  });
