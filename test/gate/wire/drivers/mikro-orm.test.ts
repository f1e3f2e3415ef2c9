import { library } from '../support/mikro-orm.js';
import { testLibrary } from '../support/library.js';

testLibrary(library);
