import { CoreOptionsError } from '../core-options.error.js';
import { CoreApps } from './core-apps.js';

describe('the apps of a core', () => {
  it.each([
    ['public', true],
    ['m2m-auth', true],
    ['m2m', false],
    ['', false],
    ['__proto__', false],
  ])('know %p: %p', (appId, known) => {
    expect(new CoreApps(['m2m-auth']).has(appId)).toBe(known);
  });

  it.each(['', 'M2M', 'a b', 'ä'])('stop the start for the alias %p', (alias) => {
    expect(() => new CoreApps(['ok', alias])).toThrow(CoreOptionsError);
  });
});
