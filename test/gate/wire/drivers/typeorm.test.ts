import { library } from '../support/typeorm.js';
import { testLibrary } from '../support/library.js';

testLibrary(library);
