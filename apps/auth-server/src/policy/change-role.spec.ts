import { changeRole } from './change-role.js';

describe('changeRole', () => {
  it.each([{ enabled: false }, { enabled: true }])('lets operators stop and go on: %j', (body) => {
    expect(changeRole(body)).toBe('operate');
  });

  it.each([
    { enabled: false, url: 'http://elsewhere' },
    { enabled: false, mode: 'observe' },
    { enabled: null },
    { enabled: 'false' },
    { mode: 'observe' },
    {},
    [],
    [false],
    'enabled',
    null,
    undefined,
  ])('leaves %j to administrators', (body) => {
    expect(changeRole(body)).toBe('administer');
  });
});
