exports.up = (knex) => knex('plan').insert({ name: 'free' });
exports.down = (knex) => knex('plan').where({ name: 'free' }).del();
