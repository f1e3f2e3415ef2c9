exports.up = (pgm) => pgm.sql("insert into plan (name) values ('free')");
exports.down = (pgm) => pgm.sql("delete from plan where name = 'free'");
