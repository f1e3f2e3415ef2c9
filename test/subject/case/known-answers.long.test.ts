/** More cases whose answers another program found. */
import { FURTHER, testAnswers } from './known-answers.js';

testAnswers((file) => FURTHER.has(file));
