import { defineCase } from 'race-lab';

/** Three customers withdraw 60 of 100 at once: thousands of orders, of which `--max-schedules` takes so many. */
export default defineCase({
  name: 'three-at-once',
  schema: './schema.sql',
  start: 'insert into account values (1, 100)',
  service: {
    command: [process.env['PYTHON'] || 'python3', '-m', 'uvicorn', 'app:app', '--port', '{port}'],
    ready: '/health',
  },
  worker: ({ fetch }) => fetch('/transaction/1', { method: 'POST', body: { amount: 60 } }),
  times: 3,
  invariants: { 'balance is never below zero': 'select * from account where balance < 0' },
  refusals: [409],
});
