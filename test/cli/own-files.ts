import { serverUrl } from '../support/server.js';

export const onServer = (): readonly string[] => ['--url', serverUrl()];
