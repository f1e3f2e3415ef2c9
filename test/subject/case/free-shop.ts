import postgres from 'postgres';

/** Two products, for cases that are raced freely. */
export const SHOP = {
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1), (2, 1)',
  open: ({ url }: { readonly url: string }) => postgres(url),
  close: (sql: postgres.Sql) => sql.end(),
};
