import { library } from '../support/sequelize.js';
import { testLibrary } from '../support/library.js';

testLibrary(library);
