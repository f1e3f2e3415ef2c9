import { inject } from 'vitest';

/** The server of this worker: no other test file uses it at the same time. */
export function serverUrl(): string {
  const urls = inject('serverUrls');
  const url = urls[Number(process.env['VITEST_POOL_ID']) - 1];
  if (url === undefined) throw new Error('there are more workers than servers');
  return url;
}
