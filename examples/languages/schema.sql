create table account (
  id int primary key,
  balance int not null
);
