/** Further tests of ORMs and query builders. */
import { describe } from 'vitest';

import { library as knex } from '../support/knex.js';
import { testLibraryFurther } from '../support/library.js';
import { library as mikroOrm } from '../support/mikro-orm.js';
import { library as sequelize } from '../support/sequelize.js';
import { library as typeorm } from '../support/typeorm.js';

describe('Knex', () => {
  testLibraryFurther(knex);
});

describe('MikroORM', () => {
  testLibraryFurther(mikroOrm);
});

describe('Sequelize', () => {
  testLibraryFurther(sequelize);
});

describe('TypeORM', () => {
  testLibraryFurther(typeorm);
});
