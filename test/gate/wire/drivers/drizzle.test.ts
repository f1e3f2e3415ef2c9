import { drizzleWithPg } from '../support/drizzle.js';
import { testLibrary } from '../support/library.js';

testLibrary(drizzleWithPg);
