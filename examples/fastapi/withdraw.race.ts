import { defineCase } from 'race-lab';

/** Two customers withdraw 60 of 100 at once. */
const withdrawals = (name: string, step: string, replicas = 1) =>
  defineCase({
    name,
    schema: './schema.sql',
    start: 'insert into account values (1, 100)',
    service: {
      command: [process.env['PYTHON'] || 'python3', '-m', 'uvicorn', 'app:app', '--port', '{port}'],
      ready: '/health',
    },
    replicas,
    workers: {
      anna: ({ fetch }) => fetch(`/${step}/1`, { method: 'POST', body: { amount: 60 } }),
      ben: ({ fetch }) => fetch(`/${step}/1`, { method: 'POST', body: { amount: 60 } }),
    },
    invariants: { 'balance is never below zero': 'select * from account where balance < 0' },
    refusals: [409],
  });

export const naive = withdrawals('naive', 'naive');
export const locked = withdrawals('locked', 'locked');
export const lockedTwice = withdrawals('locked-in-two-replicas', 'locked', 2);
export const transaction = withdrawals('transaction', 'transaction');
export const forUpdate = withdrawals('for-update', 'for-update');
export const optimistic = withdrawals('optimistic', 'optimistic');
