import { ADMIN_ROLES, includesRole } from './admin-role.js';

describe('includesRole', () => {
  it.each([
    ['read', ['read']],
    ['operate', ['read', 'operate']],
    ['administer', ['read', 'operate', 'administer']],
  ] as const)('lets %s do what needs %j', (held, may) => {
    expect(ADMIN_ROLES.filter((needed) => includesRole(held, needed))).toEqual(may);
  });
});
