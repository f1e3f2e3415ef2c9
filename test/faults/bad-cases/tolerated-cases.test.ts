/** What may look bad, and is no reason to give a case up. */
import { testToleratedCases, FURTHER } from './tolerated-cases.js';

testToleratedCases((name) => !FURTHER.has(name));
