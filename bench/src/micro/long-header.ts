import { ExtractJwt } from 'passport-jwt';
import { TokenForge } from '../../../test/support/token-forge.js';
import { processInput, report } from '../process/input.js';
import { takeLaps } from './lap.js';
import { freshHeaders, makeVerifier } from './subject.js';

await processInput();
const { verifier } = makeVerifier(new TokenForge());
const prepare = freshHeaders(['A'.repeat(15_000)]);
const extract = ExtractJwt.fromAuthHeaderAsBearerToken();

/** What the guard does with it: looks it up, and refuses it. */
async function refuse(header: string): Promise<void> {
  if (verifier.recall(header) !== undefined) throw new Error('It was remembered.');
  await verifier.verify(header).catch(() => undefined);
}

const ours = await takeLaps([{ name: 'm2m', prepare, run: refuse }], 200, 100);
const stock = await takeLaps(
  [
    {
      name: 'stock',
      prepare,
      run: (authorization: string) => extract({ headers: { authorization } }),
    },
  ],
  4,
  1,
);
report({ ...ours, ...stock });
