import manifest from '../package.json' with { type: 'json' };
import { VERSION } from '../libs/runtime/src/version.js';

it('the version that is told is the one in package.json', () => {
  expect(VERSION).toBe(manifest.version);
});
