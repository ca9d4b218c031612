import type { AdminAct } from '../../apps/auth-server/src/admin/admin-act.js';
import type { CallSeen } from '../../apps/auth-server/src/audit/call-history.service.js';
import type { DecisionRecord } from '../../apps/auth-server/src/audit/decision-record.js';

let made = 0;

/** A decision with an id of its own; allowed unless a test says otherwise. */
export function decision(traits: Partial<DecisionRecord> = {}): DecisionRecord {
  made += 1;
  return {
    decisionId: `decision-${made}`,
    requestId: `request-${made}`,
    sourceAddress: '192.0.2.7',
    outcome: 'allow',
    reason: 'edge',
    caller: 'm1',
    target: 'm2',
    scopes: [],
    credentialId: 'credential-1',
    policyVersion: 7,
    ...traits,
  };
}

/** A decision against a caller. */
export function denial(traits: Partial<DecisionRecord> = {}): DecisionRecord {
  return decision({ outcome: 'deny', reason: 'no_edge', target: 'm3', ...traits });
}

/** Something that an administrator did. */
export function act(traits: Partial<AdminAct> = {}): AdminAct {
  made += 1;
  return {
    id: `act-${made}`,
    at: new Date('2026-01-01T00:00:00Z'),
    actor: { id: 'root', label: 'root', role: 'administer' },
    action: 'policy.replace',
    subject: { version: '8' },
    outcome: 'done',
    status: 200,
    requestId: `request-${made}`,
    sourceAddress: '192.0.2.9',
    ...traits,
  };
}

/** Calls of m1 to m2 that ask for no scope, unless a test says otherwise. */
export function callSeen(traits: Partial<CallSeen> = {}): CallSeen {
  return {
    caller: 'm1',
    target: 'm2',
    scopes: [],
    observed: undefined,
    count: 1,
    lastAt: new Date('2026-01-29T00:00:00Z'),
    ...traits,
  };
}
