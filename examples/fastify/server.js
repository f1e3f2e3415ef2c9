import { buildApp } from './app.js';

const app = buildApp();
process.once('SIGTERM', () => void app.close());
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
