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
  /**
   * Goes on. A stepping that has ended, because nobody went on for long, is begun again before.
   * @param again what it is then begun with
   * @returns the next state; null: there is trouble
   */
  readonly move: (move: Move, again: unknown) => Promise<SteppingState | null>;
}

/** At most one stepping at a time: it ends when another begins, and when the page is left. */
export function useStepping(): SteppingCalls {
  const [stepping, setStepping] = useState<SteppingAnswer | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const current = useRef<string | null>(null);
  // Grows when another stepping is wanted, or none any more.
  const turn = useRef(0);
  useEffect(() => {
    const leave = () => {
      turn.current += 1;
      void end(current.current);
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  const asking = async (
    ask: () => Promise<SteppingAnswer | null>,
  ): Promise<SteppingState | null> => {
    setIsBusy(true);
    setTrouble(null);
    try {
      const answer = await ask();
      if (answer === null) return null;
      setStepping(answer);
      return answer.state;
    } catch (error) {
      setTrouble(isTooBusy(error) ? TOO_MANY : messageOf(error));
      return null;
    } finally {
      setIsBusy(false);
    }
  };
  /** @returns null: the view was left meanwhile, and the stepping is ended */
  const beginWith = async (body: unknown): Promise<SteppingAnswer | null> => {
    const mine = turn.current;
    const answer = await requestWhenFree(body);
    if (turn.current !== mine) {
      await end(answer.id);
      return null;
    }
    current.current = answer.id;
    return answer;
  };
  return {
    state: stepping?.state ?? null,
    isBusy,
    trouble,
    begin: async (body) => {
      const before = current.current;
      current.current = null;
      turn.current += 1;
      setStepping(null);
      await end(before);
      return asking(() => beginWith(body));
    },
    move: async (move, again) => {
      const id = current.current;
      if (id === null) return null;
      return asking(async () => {
        try {
          return await go(id, move);
        } catch (error) {
          if (!isOver(error)) throw error;
          const fresh = await beginWith(again);
          return fresh === null ? null : go(fresh.id, move);
        }
      });
    },
  };
}

const go = (id: string, move: Move): Promise<SteppingAnswer> =>
  request<SteppingAnswer>('POST', `/steppings/${id}/${move.kind}`, {
    body: move.kind === 'step' ? { worker: move.worker } : {},
  });

const codeOf = (error: unknown): string => (error instanceof ServiceError ? error.code : '');

/** It has ended, and the service may have forgotten it. */
const isOver = (error: unknown): boolean => ['STEPPING_ENDED', 'NOT_FOUND'].includes(codeOf(error));

const isTooBusy = (error: unknown): boolean => codeOf(error) === 'TOO_BUSY';

const TOO_MANY =
  'Too much is stepped through or explored at once. Leave this view in another tab, or wait: a schedule that stands idle ends by itself after a few minutes.';

/** A page that was reloaded begins while the stepping of the page before it still ends. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 500;

async function requestWhenFree(body: unknown): Promise<SteppingAnswer> {
  for (let left = PATIENCE_MS; ; left -= PAUSE_MS) {
    try {
      return await request<SteppingAnswer>('POST', '/steppings', { body });
    } catch (error) {
      if (!isTooBusy(error) || left <= 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** It would end by itself, but later. */
async function end(id: string | null): Promise<void> {
  if (id === null) return;
  await request('DELETE', `/steppings/${id}`, { keepalive: true }).catch(() => undefined);
}
