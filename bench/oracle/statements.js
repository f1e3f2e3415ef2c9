/**
 * The statements that workers may send, by table. They are made from what was drawn: `id`, `amount`, `seat`, `holder`,
 * `item`, a locking clause `lock`, `computed`, which may depend on a number that the worker read before, and `bought`, which may
 * be the key of a purchase that it made or read before.
 */
export const STATEMENTS = {
  account: [
    ({ id, lock }) => read('balance', `select id, balance from account where id = $1${lock}`, [id]),
    ({ id, lock }) => read('balance', `select balance from account where id = ${id}${lock}`),
    ({ lock }) => read('balance', `select id, balance from account order by id${lock}`),
    () => read('total', 'select coalesce(sum(balance), 0)::int as total from account'),
    ({ amount }) =>
      read('many', `select count(*)::int as many from account where balance >= ${amount}`),
    ({ id, computed }) => write('update account set balance = $1 where id = $2', [computed, id]),
    ({ id, computed }) => write(`update account set balance = $1 where id = ${id}`, [computed]),
    ({ id, amount }) => write(`update account set balance = balance - ${amount} where id = ${id}`),
    ({ id, amount }) =>
      write('update account set balance = balance - $1 where id = $2 and balance >= $1', [
        amount,
        id,
      ]),
    ({ amount }) => write(`update account set balance = balance + ${amount} where balance > 4`),
    ({ id, amount }) =>
      read(
        'balance',
        `update account set balance = balance - ${amount} where id = ${id} returning balance`,
      ),
    ({ id, amount }) => write(`insert into account values (${id + 1}, ${amount})`),
    ({ id, amount }) =>
      write('insert into account values ($1, $2) on conflict do nothing', [id + 1, amount]),
    ({ id, amount }) =>
      read(
        'balance',
        `insert into account values (${id}, ${amount})
         on conflict (id) do update set balance = account.balance + ${amount} returning balance`,
      ),
    ({ id }) => write(`delete from account where id = ${id}`),
    () => write('insert into account select max(id) + 1, count(*) from account'),
    ({ id }) =>
      write(`update account set balance = (select sum(balance) from account) where id = ${id}`),
    ({ id, amount }) =>
      write(
        `merge into account using (values (${id}, ${amount})) as given (id, balance) on account.id = given.id
         when matched then update set balance = account.balance + given.balance
         when not matched then insert values (given.id, given.balance)`,
      ),
  ],
  seat: [
    ({ seat, holder }) => write('insert into seat values ($1, $2)', [seat, holder]),
    ({ seat, holder }) => write(`insert into seat values (${seat}, '${holder}')`),
    ({ seat, holder }) =>
      read(
        'number',
        `insert into seat values (${seat}, '${holder}') on conflict do nothing returning number`,
      ),
    ({ seat, holder }) =>
      write(
        `insert into seat values (${seat}, '${holder}') on conflict (number) do update set holder = excluded.holder`,
      ),
    ({ holder }) =>
      write(`insert into seat select max(number) + 1, '${holder}' from seat having count(*) < 4`),
    ({ holder }) =>
      read('many', `select count(*)::int as many from seat where holder = '${holder}'`),
    ({ seat, lock }) =>
      read('number', `select number, holder from seat where number = ${seat}${lock}`),
    () => read('number', 'select coalesce(max(number), 0) as number from seat'),
    ({ seat, holder }) => write('update seat set holder = $1 where number = $2', [holder, seat]),
    ({ seat, computed }) => write(`update seat set number = $1 where number = ${seat}`, [computed]),
    ({ seat }) => write(`delete from seat where number = ${seat}`),
  ],
  stock: [
    ({ item, lock }) =>
      read('pieces', `select pieces from stock where item = '${item}' order by pieces${lock}`),
    ({ item }) =>
      read('pieces', 'select coalesce(sum(pieces), 0)::int as pieces from stock where item = $1', [
        item,
      ]),
    ({ item, computed }) => write('update stock set pieces = $1 where item = $2', [computed, item]),
    ({ item }) =>
      write(`update stock set pieces = pieces - 1 where item = '${item}' and pieces > 0`),
    ({ item, computed }) => write(`insert into stock values ('${item}', $1)`, [computed]),
    ({ item }) =>
      write(
        `insert into stock select '${item}', 1 where not exists (select from stock where item = '${item}')`,
      ),
    () => write('delete from stock where pieces < 2'),
  ],
  purchase: [
    ({ holder, amount }) =>
      read(
        'purchase',
        `insert into purchase (buyer, pieces) values ('${holder}', $1) returning id as purchase`,
        [amount],
      ),
    ({ holder, computed }) =>
      write(`insert into purchase (buyer, pieces) values ('${holder}', $1)`, [computed]),
    ({ holder, amount }) =>
      read(
        'purchase',
        `insert into purchase (buyer, pieces) values ('${holder}', ${amount})
         on conflict do nothing returning id as purchase`,
      ),
    ({ bought, amount }) =>
      write(`insert into line (purchase, pieces) values ($1, ${amount})`, [bought]),
    ({ amount }) =>
      write(
        `insert into line (purchase, pieces) select max(id), ${amount} from purchase having count(*) > 0`,
      ),
    ({ holder, amount }) =>
      write(
        `with made as (insert into purchase (buyer, pieces) values ('${holder}', 0) returning id)
         insert into line (purchase, pieces) select id, ${amount} from made`,
      ),
    ({ holder }) =>
      read('many', `select count(*)::int as many from purchase where buyer = '${holder}'`),
    () => read('pieces', 'select coalesce(sum(pieces), 0)::int as pieces from line'),
    () =>
      write(
        'update purchase set pieces = (select count(*) from line where purchase = purchase.id)',
      ),
    ({ holder, computed }) =>
      write(`update purchase set pieces = $1 where buyer = '${holder}'`, [computed]),
    ({ holder }) => write(`delete from purchase where buyer = '${holder}'`),
  ],
};

/** @param field a number in its rows, which later statements may depend on; `purchase`: a key; null: there is none */
function read(field, sql, values = []) {
  return { kind: 'statement', sql, values, field };
}

const write = (sql, values = []) => read(null, sql, values);
