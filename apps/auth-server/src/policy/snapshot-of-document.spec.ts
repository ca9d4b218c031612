import { documentOfText, policyOfText } from '../../../../test/support/policy-of-text.js';
import { decide } from './decide.js';
import { settled } from './policy-source.js';
import { snapshotOfDocument } from './snapshot-of-document.js';

const TEXT = `
microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2, enabled: false }
  m3: { url: http://m3, mode: observe, owner: team-c }
groups:
  shop: [m1, m3]
allow:
  m1: [m3]
  group:shop: [{ target: m1, scopes: [a] }]
  m2: ['*']
`;

const ask = (policy: ReturnType<typeof policyOfText>, caller: string, target: string) =>
  decide(policy, { caller, target, scopes: [], nowMs: 0 });

describe('snapshotOfDocument', () => {
  it('decides as the document would in force, groups and wildcards included', () => {
    const policy = policyOfText(TEXT);
    expect(ask(policy, 'm1', 'm3')).toMatchObject({ allowed: true });
    expect(ask(policy, 'm3', 'm1')).toMatchObject({ allowed: true, scopes: ['a'] });
    expect(ask(policy, 'm2', 'm1')).toMatchObject({ reason: 'caller_disabled' });
    expect(ask(policy, 'm3', 'm3')).toMatchObject({ allowed: true, observed: 'no_edge' });
    expect(ask(policy, 'm1', 'm9')).toMatchObject({ reason: 'target_unknown' });
    expect(policy.registry.find('m3')?.owner).toBe('team-c');
  });

  it('enables what the document says nothing about, unless it is settled by another one', () => {
    const silent = documentOfText(TEXT.replace(', enabled: false', ''));
    const after = snapshotOfDocument(1, settled(silent, documentOfText(TEXT)));
    expect(ask(after, 'm2', 'm1')).toMatchObject({ reason: 'caller_disabled' });
    expect(ask(snapshotOfDocument(1, silent), 'm2', 'm1')).toMatchObject({ allowed: true });
  });
});
