import { kyselyWithPg } from '../support/kysely.js';
import { testLibrary } from '../support/library.js';

testLibrary(kyselyWithPg);
