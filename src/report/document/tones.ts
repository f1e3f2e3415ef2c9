import type { Tone } from './blocks.js';
import type { VerdictWord } from './failure.js';

const TONES: Readonly<Record<VerdictWord, Tone>> = {
  held: 'good',
  broken: 'bad',
  error: 'bad',
  inconclusive: 'open',
};

export const toneOfVerdict = (verdict: VerdictWord): Tone => TONES[verdict];
