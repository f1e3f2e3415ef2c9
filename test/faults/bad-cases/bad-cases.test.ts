/** Whatever is wrong with a case, it is said in a few lines, the other cases have their results, and nothing is left. */
import { testBadCases, FURTHER } from './bad-cases.js';

testBadCases((name) => !FURTHER.has(name));
