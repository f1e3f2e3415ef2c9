/** A stepping of the service, and what a person does with it. */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { SteppingState } from '../../lab/stepping/state.js';
import { messageOf, request, ServiceError } from '../service.js';

/** What the service answers about a stepping. */
interface SteppingAnswer {
  readonly id: string;
  readonly hasEnded: boolean;
  readonly state: SteppingState;
}

/** What a person can do with a schedule. */
export type Move =
  { readonly kind: 'step'; readonly worker: string } | { readonly kind: 'back' | 'finish' };

/** The stepping of a view, and the calls on it. */
interface SteppingCalls {
  /** Null: nothing has begun. */
  readonly state: SteppingState | null;
  /** Whether an answer is awaited. */
  readonly isBusy: boolean;
  /** Why the last request was refused or not answered. */
  readonly trouble: string | null;
  /** @returns the first state; null: there is trouble */
  readonly begin: (body: unknown) => Promise<SteppingState | null>;
  /** @returns the next state; null: there is trouble */
  readonly move: (move: Move) => Promise<SteppingState | null>;
}

/** At most one stepping at a time: it ends when another begins, and when the page is left. */
export function useStepping(): SteppingCalls {
  const [stepping, setStepping] = useState<SteppingAnswer | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const current = useRef<string | null>(null);
  useEffect(() => {
    const leave = () => void end(current.current);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  const ask = async (
    path: string,
    body: unknown,
    patienceMs = 0,
  ): Promise<SteppingState | null> => {
    setIsBusy(true);
    setTrouble(null);
    try {
      const answer = await requestWhenFree(path, body, patienceMs);
      current.current = answer.id;
      setStepping(answer);
      return answer.state;
    } catch (error) {
      setTrouble(messageOf(error));
      return null;
    } finally {
      setIsBusy(false);
    }
  };
  return {
    state: stepping?.state ?? null,
    isBusy,
    trouble,
    begin: async (body) => {
      const before = current.current;
      current.current = null;
      setStepping(null);
      await end(before);
      return ask('/steppings', body, PATIENCE_MS);
    },
    move: async (move) => {
      const id = current.current;
      if (id === null) return null;
      const { kind } = move;
      return ask(`/steppings/${id}/${kind}`, kind === 'step' ? { worker: move.worker } : {});
    },
  };
}

/** A page that was reloaded begins while the stepping of the page before it still ends. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 250;

/** @param patienceMs how long to try again while the service is busy */
async function requestWhenFree(
  path: string,
  body: unknown,
  patienceMs: number,
): Promise<SteppingAnswer> {
  for (let left = patienceMs; ; left -= PAUSE_MS) {
    try {
      return await request<SteppingAnswer>('POST', path, { body });
    } catch (error) {
      const isBusy = error instanceof ServiceError && error.code === 'TOO_BUSY';
      if (!isBusy || left <= 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** It would end by itself, but later. */
async function end(id: string | null): Promise<void> {
  if (id === null) return;
  await request('DELETE', `/steppings/${id}`, { keepalive: true }).catch(() => undefined);
}
