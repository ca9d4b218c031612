import type { Database } from '../../apps/auth-server/src/database/database.js';
import type { EdgeTerms } from '../../apps/auth-server/src/policy/edge.js';
import type { PolicyDocument } from '../../apps/auth-server/src/policy/policy-document.js';
import { PolicyStore } from '../../apps/auth-server/src/policy/policy-store.js';
import { readSnapshot } from '../../apps/auth-server/src/policy/read-snapshot.js';
import { policyBody } from '../../apps/auth-server/src/policy/render-policy-document.js';
import { byHand, policyOf, reset, valueOf } from './policy-fixture.js';

const change = (ifMatch: number | null) => ({ ifMatch, actor: 'spec', source: 'the source' });

/** What the tables keep beyond who may call whom, on PGlite and on PostgreSQL alike. */
export function policyTermsContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: PolicyStore;

  beforeAll(async () => {
    database = await open();
    store = new PolicyStore(database);
  });
  beforeEach(() => reset(database));
  afterAll(() => database.close());

  it('keeps all that an edge and a microservice can say, and groups, wildcards and empty groups', async () => {
    const terms: EdgeTerms = {
      scopes: ['b', 'a'],
      ttlSec: 90,
      until: new Date('2027-01-01T00:00:00Z'),
      mode: 'observe',
      reason: 'until the move is done',
      owner: 'team-x',
      senderConstrained: 'dpop',
    };
    const bare: EdgeTerms = { scopes: [], mode: 'enforce' };
    const document: PolicyDocument = {
      microservices: [
        { name: 'm1', url: 'http://m1', isEnabled: true, mode: 'observe', owner: 'team-m1' },
        { name: 'm2', url: 'http://m2', isEnabled: true },
      ],
      groups: [
        { name: 'none', members: [] },
        { name: 'shop', members: ['m1', 'm2'] },
      ],
      allow: [
        { caller: 'm1', target: 'm2', ...terms },
        { caller: '*', target: 'm1', ...bare },
        { caller: 'group:shop', target: 'group:none', ...bare },
        { caller: 'm2', target: 'group:shop', ...terms },
      ],
    };
    await store.replace(document, change(0));
    expect(policyBody((await store.read()).document)).toEqual(policyBody(document));
    const snapshot = await readSnapshot(database);
    expect(snapshot.findEdge('m2', 'm1')).toMatchObject({
      ...terms,
      via: { target: 'group:shop' },
    });

    const allow = document.allow.map((edge) => ({ ...edge, ttlSec: 91, owner: 'team-y' }));
    const changed = {
      ...document,
      groups: [{ name: 'shop', members: ['m2'] }],
      allow: allow.slice(0, 2),
    };
    await store.replace(changed, change(1));
    expect(policyBody((await store.read()).document)).toEqual(policyBody(changed));
  });

  it('touches no table of groups when they stay, and raises the version once when they change', async () => {
    const grouped = { ...policyOf('m1>m2'), groups: [{ name: 'shop', members: ['m2', 'm1'] }] };
    await store.replace(grouped, change(0));
    const written = () =>
      valueOf(database, 'select max(xmin::text::bigint)::int from policy_groups');
    const before = await written();
    expect(await store.replace(grouped, change(1))).toBe(2);
    expect(await written()).toBe(before);
    await byHand(database, `delete from microservices where name = 'm2'`);
    const { version, document } = await store.read();
    expect([version, document.groups]).toEqual([3, [{ name: 'shop', members: ['m1'] }]]);
  });
}
