import { CoreHosts, type CoreHost } from './core-hosts.js';

describe('CoreHosts', () => {
  let hosts: CoreHosts;

  beforeEach(() => {
    hosts = new CoreHosts('http://a:1/ ; http://b:2/appid-x/;;http://c:3/y', 2000);
  });
  afterEach(() => hosts.close());

  const order = (): string[] => hosts.inOrder().map(({ basePath }) => basePath);

  it('begins with the first, each with its own path', () => {
    expect(order()).toEqual(['', '/appid-x', '/y']);
  });

  it('begins with the next one after a host failed, and says so once', () => {
    const [first] = hosts.inOrder() as [CoreHost];
    hosts.demote(first);
    hosts.demote(first);
    expect(order()).toEqual(['/appid-x', '/y', '']);
  });

  it('comes back to the first after the last', () => {
    for (let turn = 0; turn < 3; turn += 1) hosts.demote(hosts.inOrder()[0] as CoreHost);
    expect(order()).toEqual(['', '/appid-x', '/y']);
  });
});
