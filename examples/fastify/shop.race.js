/** Two customers want the last copy: once the service as it is started, once its routes without a network. */
import { defineCase } from 'race-lab';

import { buildApp } from './app.js';

const shop = {
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1)',
  invariants: { 'stock is never below zero': 'select id, stock from product where stock < 0' },
};

const service = (name, path) =>
  defineCase({
    ...shop,
    name,
    service: { command: ['node', 'server.js'], ready: '/health' },
    worker: ({ fetch }) => fetch(path, { method: 'POST' }),
    refusals: 409,
  });

const routes = (name, path) =>
  defineCase({
    ...shop,
    name,
    open: () => buildApp(),
    close: (app) => app.close(),
    worker: async (app) => {
      const { statusCode } = await app.inject({ method: 'POST', url: path });
      return statusCode;
    },
  });

export const shopService = service('shop-service', '/buy/1');
export const shopServiceAtOnce = service('shop-service-at-once', '/buy-at-once/1');
export const shopRoutes = routes('shop-routes', '/buy/1');
export const shopRoutesAtOnce = routes('shop-routes-at-once', '/buy-at-once/1');
