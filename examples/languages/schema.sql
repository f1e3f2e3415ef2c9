create table account (
  id int primary key,
  balance int not null,
  version int not null default 0
);
