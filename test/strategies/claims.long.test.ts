/** The claims of further strategies, held against races. */
import { others, testClaims } from './claims.js';

testClaims(others);
