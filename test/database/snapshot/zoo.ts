/** Tables of every kind that rows have to be put back into. */
export const ZOO = `
  create schema "Other one";
  create type mood as enum ('sad', 'ok', 'happy');
  create domain percent as int check (value between 0 and 100);

  -- Without a key, with equal rows, and without columns.
  create table no_key (value text);
  create table no_columns ();
  -- Names that need quotes: capitals, keywords, blanks, and a quote.
  create table "Order" (id int primary key, "Group" text, "it""s" text);
  create table "select" ("from" int, "where" text);
  create table "Other one"."My table" (id serial primary key, "a b" text unique);
  -- Values of many types.
  create table kinds (
    id bigint generated always as identity primary key, flag boolean, at timestamptz, span interval, mood mood,
    amount numeric(30, 10), ratio double precision, doc json, docb jsonb, bytes bytea, tags text[], grid int[][],
    range tstzrange, many int4multirange, address inet, percent percent, spot point, note varchar(10), id2 uuid);
  create table generated (a int, b int generated always as (a * 2) stored, primary key (a));
  -- Foreign keys in a cycle, to itself, and with every action.
  create table company (id int primary key, boss int);
  create table person (id int primary key, company int not null references company, mate int references person);
  alter table company add foreign key (boss) references person deferrable initially deferred;
  create table job (id int primary key, person int references person on delete cascade);
  create table desk (id int primary key, person int references person on delete set null on update cascade);
  create table key (person int primary key references person on delete restrict);
  -- Triggers and rules that would change what is written.
  create table counted (id int primary key, changes int not null default 0);
  create table log (id serial primary key, what text);
  create function count_change() returns trigger language plpgsql as $$
    begin new.changes = new.changes + 1; insert into log (what) values (tg_op); return new; end $$;
  create trigger count_change before insert or update on counted for each row execute function count_change();
  create trigger never before insert on counted for each row execute function count_change();
  alter table counted disable trigger never;
  create function refuse() returns trigger language plpgsql as $$ begin raise 'not allowed'; end $$;
  create table kept (id int primary key, name text);
  create trigger kept before delete or truncate on kept execute function refuse();
  create function lead() returns trigger language plpgsql as $$ begin new.boss = null; return new; end $$;
  create table ruled (id int primary key);
  create rule instead as on insert to ruled where new.id < 0 do instead nothing;
  -- Inheritance and partitions, with a table that refers to them.
  create table animal (id int primary key, name text);
  create table dog (breed text) inherits (animal);
  create table measure (id int, year int, value int, primary key (id, year)) partition by list (year);
  create table measure_1 partition of measure for values in (1);
  create table measure_2 partition of measure for values in (2);
  create table remark (id int primary key, measure int, year int, foreign key (measure, year) references measure);
  create table part (id int primary key, person int references person) partition by range (id);
  create table part_1 partition of part for values from (0) to (100);
  -- Sequences: far, downward, bounded, in a cycle, and kept in sessions.
  create sequence far start 9007199254740993;
  create sequence down increment -1;
  create sequence small maxvalue 5 cycle;
  create sequence cached cache 50;
  create unlogged table quick (id int primary key);
  create view sums as select count(*) as count from person;
  create materialized view copies as select * from company;
  create index on person (company);
`;

/** The rows at the start. */
export const ROWS = `
  insert into no_key values ('a'), ('a'), (null), ('');
  insert into no_columns default values; insert into no_columns default values;
  insert into "Order" values (1, 'x', 'y'), (2, '"', '\\');
  insert into "select" values (1, null);
  insert into "Other one"."My table" ("a b") values ('one'), ('two');
  insert into kinds (flag, at, span, mood, amount, ratio, doc, docb, bytes, tags, grid, range, many, address, percent, spot, note, id2)
    values (true, '2026-01-02 03:04:05.123456+07', '1 mon 2 days', 'happy', 12345678901234567890.0123456789, 0.1::float8 + 0.2,
            '{"a":  1}', '{"a": [1, null]}', '\\x00ff', array['a', null, '', 'NULL', 'x,"y"'], '{{1,2},{3,4}}',
            '[2026-01-01,)', '{[1,3),[5,7)}', '::1/64', 7, '(1,2)', 'é€😀', '00000000-0000-0000-0000-000000000001'),
           (null, 'infinity', null, null, 'NaN', '-Infinity', null, 'null', '', '{}', null, 'empty', '{}', null, null, null, '', null);
  insert into generated (a) values (1), (2);
  begin;
  insert into company values (1, 1), (2, null);
  insert into person values (1, 1, 1), (2, 1, 1), (3, 2, 2);
  commit;
  create trigger lead before insert or update on company for each row execute function lead();
  insert into job values (1, 1), (2, 3);
  insert into desk values (1, 1), (2, null);
  insert into key values (2);
  insert into counted (id) values (1), (2);
  insert into kept values (1, 'x');
  insert into ruled values (1);
  insert into animal values (1, 'cat'); insert into dog values (2, 'rex', 'pug');
  insert into measure values (1, 1, 10), (1, 2, 20);
  insert into remark values (1, 1, 1);
  insert into part values (1, 1);
  insert into quick values (1);
  select nextval('far'), nextval('down'), nextval('small'), nextval('cached');
`;

/** What workers could do to them, each in a transaction of its own. */
export const CHANGES = [
  `update no_key set value = 'b' where value = 'a'`,
  `delete from no_columns`,
  `insert into no_columns default values`,
  `update "Order" set "Group" = "it""s"; delete from "Order" where id = 1`,
  `insert into "select" values (2, 'x')`,
  `insert into "Other one"."My table" ("a b") values ('three'); delete from "Other one"."My table" where id = 1`,
  `update kinds set tags = tags || array['z'], amount = amount + 1, at = now(), bytes = '\\x01'`,
  `insert into kinds (mood) values ('sad')`,
  `delete from kinds`,
  `update generated set a = a + 10`,
  `delete from key; delete from job; delete from desk; update company set boss = null; delete from part; delete from person`,
  `update person set id = id + 100 where id = 1 and false; update person set mate = null`,
  `insert into company values (9, 9); insert into person values (9, 9, 9)`,
  `insert into job values (7, 2)`,
  `update desk set person = 2`,
  `update counted set changes = 7`,
  `insert into counted (id) values (3)`,
  `truncate log restart identity`,
  `update kept set name = 'y'`,
  `insert into kept values (2, 'z')`,
  `insert into ruled values (2)`,
  `update animal set name = 'changed'`,
  `delete from dog`,
  `update measure set year = 3 - year where not exists (select from remark)`,
  `insert into measure values (2, 2, 5); delete from remark`,
  `insert into part values (2, 2)`,
  `truncate quick`,
  `select nextval('far'), nextval('down'), nextval('small'), nextval('cached'), nextval('log_id_seq')`,
  `select setval('far', 1), setval('cached', 400)`,
  `alter sequence small restart; alter sequence small restart with 1`,
  `create table extra (id int); insert into extra values (1); create view more as select * from extra`,
  `create schema later; create table later.one (id int); create sequence later.two`,
  `begin; update company set id = id; rollback`,
  `refresh materialized view copies`,
] as const;
