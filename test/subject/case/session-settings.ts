export const insert = (request: string) =>
  `insert into note values (coalesce(nullif(current_setting('app.tenant', true), ''), 'none'), '${request}')`;
