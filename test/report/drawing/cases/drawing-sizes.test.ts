import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';

import * as witnesses from '../../cases/witnesses.js';
import { draw } from '../draw.js';

const all = Object.entries(witnesses);

describe('three workers', () => {
  test('at 80 columns', () => {
    expect(draw(witnesses.threeWorkers.drawn)).toMatchInlineSnapshot(`
      "
           A cashier           B closing           C report            rows
      ────────────────────────────────────────────────────────────────────────────────
        1  begin isolation
             level
             serializable
        2  select day
             from control
             where id = 1
           → day 1
        3                      update control
                                 set day = day +
                                 1
                               → 1 row                                 control 1:
                               returned "closed"                         day 1 → 2
        4                                          begin isolation
                                                     level
                                                     serializable
        5                                          select coalesce(
                                                     sum(amount),
                                                     0) as total
                                                     from receipt
                                                     where day =
                                                     (select day - 1
                                                     from control)
                                                   → total 0
        6                                          insert into report
                                                     (day, total)
                                                     values (1, 0)
      ► 7                                          commit
                                                   returned
                                                     {"day":1,         + report 1:
                                                     "total":0}          total 0
        8  insert into
             receipt (day,
             amount)
             values (1, 10)
        9  commit                                                      + receipt 1:
           returned {"day":1}                                            day 1,
                                                                         amount 10
      ────────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('at 60 columns, a list says which letter is who', () => {
    expect(draw(witnesses.threeWorkers.drawn, 60)).toMatchInlineSnapshot(`
      "
              A cashier, B closing, C report        rows
      ────────────────────────────────────────────────────────────
        1  A  begin isolation level serializable
        2  A  select day from control where id = 1
              → day 1
        3  B  update control set day = day + 1
              → 1 row                               control 1:
              returned "closed"                       day 1 → 2
        4  C  begin isolation level serializable
        5  C  select coalesce(sum(amount),
                0) as total from receipt
                where day = (select day - 1
                from control)
              → total 0
        6  C  insert into report (day, total)
                values (1, 0)
      ► 7  C  commit                                + report 1:
              returned {"day":1,"total":0}            total 0
        8  A  insert into receipt (day, amount)
                values (1, 10)
        9  A  commit                                + receipt 1:
              returned {"day":1}                      day 1,
                                                      amount 10
      ────────────────────────────────────────────────────────────
      "
    `);
  });
});

test('two workers at 60 columns', () => {
  expect(draw(witnesses.writeSkew.drawn, 60)).toMatchInlineSnapshot(`
    "
          A first             B second            rows
    ────────────────────────────────────────────────────────────
       1  begin isolation
            level repeatable
            read
       2  select pg_
            advisory_xact_
            lock(1)
       3                      begin isolation
                                level repeatable
                                read
    ►  4                      select pg_
                                advisory_xact_
                                lock(1)
                              waits for A
       5  select              ┊
            count(*)::int as  ┊
            n from claim      ┊
            where owner =     ┊
            'kim'             ┊
          → n 0               ┊
       6  insert into claim   ┊
            (owner, amount)   ┊
            values ('kim',    ┊
            40) returning id  ┊
          → id 1              ┊
       7  commit              ┊                   + claim 1:
          returned            ┊                     owner 'kim',
            {"claimed":40}    ┊                     amount 40
                              goes on
       8                      select
                                count(*)::int as
                                n from claim
                                where owner =
                                'kim'
                              → n 0
       9                      insert into claim
                                (owner, amount)
                                values ('kim',
                                50) returning id
                              → id 2
      10                      commit              + claim 2:
                              returned              owner 'kim',
                                {"claimed":50}      amount 50
    ────────────────────────────────────────────────────────────
    "
  `);
});

test.each(all)('%s fits every page of 40 columns or more', (_name, { drawn }) => {
  for (const width of [40, 50, 60, 72, 80, 100, 140, 200]) {
    for (const line of draw(drawn, width).split('\n')) {
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  }
});

test.each(all)('%s without colours has the same text as with', (_name, { drawn }) => {
  // oxlint-disable-next-line no-control-regex
  expect(draw(drawn, 80, 1).replaceAll(/\u001B\[\d+m/g, '')).toBe(draw(drawn, 80, 0));
});

test('long names are cut to their column', () => {
  const { drawn } = witnesses.bothStored;
  const workers = ['the mobile application of the customer', '在庫在庫在庫在庫在庫在庫在庫'];
  const [header = ''] = draw({ ...drawn, workers }, 60)
    .split('\n')
    .slice(1);
  expect(header).toBe('     A the mobile appl…  B 在庫在庫在庫在…   rows');
});
