/** Faulty code of a user. */

/** The file of a strategy whose attempt runs this code, which begins at line 3. */
export const astray = (code: string) =>
  `import { defineStrategy, refused } from 'race-lab';
export default defineStrategy({ name: 'astray', async attempt(db) {
${code}
return refused; } });`;
