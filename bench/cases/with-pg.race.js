import { defineCase } from 'race-lab';

import { caseOn } from './six-steps.js';
import { WITH_PG } from './with-pg.js';

export default defineCase(caseOn(WITH_PG));
