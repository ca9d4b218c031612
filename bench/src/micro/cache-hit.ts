import { TokenForge } from '../../../test/support/token-forge.js';
import { processInput, report } from '../process/input.js';
import { takeLaps } from './lap.js';
import { freshHeaders, makeVerifier } from './subject.js';

/** How many tokens are in use, and how many keys have signed them. */
export interface CacheHitInput {
  readonly tokens: number;
  readonly keys: number;
}

const { tokens, keys } = await processInput<CacheHitInput>();
const forge = new TokenForge();
const headers: string[] = [];
for (let key = 0; key < keys; key += 1) {
  if (key > 0) forge.rotate();
  for (let at = key; at < tokens; at += keys) headers.push(`Bearer ${forge.accessToken()}`);
}
const { verifier } = makeVerifier(forge, Math.max(10_000, tokens));
for (const header of headers) await verifier.verify(header);
const recall = (header: string) => {
  if (verifier.recall(header) === undefined) throw new Error('A token was not remembered.');
};
const times = await takeLaps(
  [{ name: 'hit', prepare: freshHeaders(headers), run: recall }],
  400,
  1000,
);
report(times);
