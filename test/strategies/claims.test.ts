/** The claims of strategies, held against races. */
import { testClaims, usual } from './claims.js';

testClaims(usual);
