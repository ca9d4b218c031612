import { eventually } from '../../../../test/contract/policy-fixture.js';
import { CredentialDesk } from '../../../../test/support/credential-desk.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { CredentialGate } from './credential-gate.service.js';
import { CredentialSightings } from './credential-sightings.service.js';

describe('the processes that use a credential', () => {
  let desk: CredentialDesk;
  let id: string;
  const judge = (by?: { readonly instance?: string }): boolean =>
    desk.app
      .get(CredentialGate)
      .judge(
        desk.registry,
        { name: 'm1', issuedAt: new Date(), tokenId: undefined, credentialId: id },
        by,
      ).ok;
  const sightings = () => desk.app.get(CredentialSightings);
  const see = (replica: string, seenAtMs: number): void => {
    const { id: microserviceId = '' } = desk.registry.find('m1') ?? {};
    sightings().note({ microserviceId, credential: id, replica, seenAtMs });
  };
  const listed = async () => {
    await sightings().flush();
    return (await desk.listed())[0];
  };

  beforeAll(async () => {
    desk = await CredentialDesk.open();
  });
  beforeEach(async () => {
    await desk.reset();
    ({ id } = await desk.made({ kind: 'secret' }));
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => desk.close());

  it('are listed with the moment of their latest use, the latest first', async () => {
    see('blue', 1000);
    see('green', 3000);
    see('blue', 2000);
    expect(await listed()).toMatchObject({
      lastSeenAt: '1970-01-01T00:00:03.000Z',
      replicas: [
        { id: 'green', lastSeenAt: '1970-01-01T00:00:03.000Z' },
        { id: 'blue', lastSeenAt: '1970-01-01T00:00:02.000Z' },
      ],
    });
  });

  it('are noted when a token is asked for, and not when a client is only looked at', async () => {
    expect(judge()).toBe(true);
    expect(await listed()).not.toHaveProperty('lastSeenAt');
    expect(judge({ instance: 'blue' })).toBe(true);
    expect((await listed())?.replicas).toEqual([expect.objectContaining({ id: 'blue' })]);
  });

  it('count without a name, and are no replica then', async () => {
    expect(judge({})).toBe(true);
    expect(await listed()).toMatchObject({ lastSeenAt: expect.any(String), replicas: [] });
  });

  it('without a name are told beside those with one, even when one of these came later', async () => {
    see('', 1000);
    see('blue', 2000);
    expect(await listed()).toMatchObject({
      lastSeenAt: '1970-01-01T00:00:02.000Z',
      unnamedLastSeenAt: '1970-01-01T00:00:01.000Z',
      replicas: [{ id: 'blue' }],
    });
  });

  it('never go back to an earlier use, whichever instance writes last', async () => {
    see('blue', 2000);
    await sightings().flush();
    see('blue', 1000);
    expect(await listed()).toMatchObject({ lastSeenAt: '1970-01-01T00:00:02.000Z' });
  });

  it('are at most a hundred of one credential, those that were seen last', async () => {
    for (let nth = 1; nth <= 120; nth += 1) see(`made-up-${nth}`, nth * 1000);
    const { replicas = [] } = (await listed()) ?? {};
    expect(replicas).toHaveLength(100);
    expect(replicas.at(-1)?.id).toBe('made-up-21');
  });

  it('wait while the database is away', async () => {
    const away = jest
      .spyOn(desk.database, 'transaction')
      .mockRejectedValueOnce(new DatabaseUnavailable());
    see('blue', 1000);
    await sightings().flush();
    expect(away).toHaveBeenCalledTimes(1);
    await eventually(async () => (await desk.listed())[0]?.replicas !== undefined);
  });

  it('are forgotten with a microservice that is deleted meanwhile', async () => {
    see('blue', 1000);
    await desk.writePolicy(['m2']);
    await sightings().flush();
    await desk.writePolicy(['m1']);
    expect(await desk.listed()).toEqual([]);
  });
});
