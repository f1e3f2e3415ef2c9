/** More that may be wrong with a case. */
import { testBadCases, FURTHER } from './bad-cases.js';

testBadCases((name) => FURTHER.has(name));
