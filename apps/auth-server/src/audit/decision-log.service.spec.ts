import { Test } from '@nestjs/testing';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { AuditModule } from './audit.module.js';
import { DecisionLog } from './decision-log.service.js';
import type { CredentialRefusalRecord, DecisionRecord } from './decision-record.js';

const record: DecisionRecord = {
  decisionId: 'decision-1',
  requestId: 'request-1',
  outcome: 'allow',
  reason: 'edge',
  caller: 'm1',
  target: 'm2',
  scopes: ['invoice:read'],
  credentialId: undefined,
  tokenId: 'token-1',
  policyVersion: 3,
};

const refusal: CredentialRefusalRecord = {
  code: 'M2M_SIGNATURE_INVALID',
  requestId: 'request-1',
  sourceAddress: '192.0.2.7',
};

describe('DecisionLog', () => {
  let log: CapturedLog;
  let decisions: DecisionLog;
  beforeEach(async () => {
    const app = await Test.createTestingModule({ imports: [AuditModule] }).compile();
    decisions = app.get(DecisionLog);
    log = new CapturedLog();
  });
  afterEach(() => log.release());

  it.each([
    ['allow', 'log'],
    ['deny', 'log'],
    ['error', 'error'],
  ] as const)('writes one flat line for the outcome %s at the level %s', (outcome, level) => {
    decisions.record({ ...record, outcome });
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({
      level,
      context: 'Decision',
      message: 'decision',
      decisionId: 'decision-1',
      requestId: 'request-1',
      outcome,
      reason: 'edge',
      caller: 'm1',
      target: 'm2',
      scopes: ['invoice:read'],
      tokenId: 'token-1',
      policyVersion: 3,
    });
  });

  it('writes what a caller sent in a form that cannot act on whoever reads it', () => {
    const target = `m2\r\n{"level":"log"}\u001b[31m\u202e${'x'.repeat(200)}`;
    decisions.record({ ...record, target, scopes: ['a\u0000b'] });
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]?.['target']).toMatch(
      /^m2\\u\{d\}\\u\{a\}\{"level":"log"\}\\u\{1b\}\[31m\\u\{202e\}x+…$/,
    );
    expect(log.lines[0]?.['scopes']).toEqual(['a\\u{0}b']);
  });

  it('tells of a credential that did not verify, when there is nobody to name', () => {
    decisions.refused(refusal);
    expect(log.lines).toEqual([
      expect.objectContaining({
        message: 'credential refused',
        outcome: 'deny',
        reason: 'M2M_SIGNATURE_INVALID',
        requestId: 'request-1',
        sourceAddress: '192.0.2.7',
      }),
    ]);
  });

  it('shows what was asked for, when other scopes were granted', () => {
    decisions.record({ ...record, askedScopes: ['a\u0000'] });
    expect(log.lines[0]).toMatchObject({ askedScopes: ['a\\u{0}'], scopes: ['invoice:read'] });
  });

  it('writes an address in a safe form, since a proxy may pass on whatever it was told', () => {
    decisions.record({ ...record, sourceAddress: '1.2.3.4\n' });
    decisions.refused({ ...refusal, sourceAddress: '\u001b[2J' });
    decisions.refused({ code: 'x', requestId: 'y' });
    expect(log.lines.map(({ sourceAddress }) => sourceAddress)).toEqual([
      '1.2.3.4\\u{a}',
      '\\u{1b}[2J',
      undefined,
    ]);
  });

  it('tells everybody who listens, of what they listen to', () => {
    const told: unknown[] = [];
    decisions.listen({ decided: (decision) => told.push(decision) });
    decisions.listen({ refused: (refused) => told.push(refused) });
    decisions.record(record);
    decisions.refused(refusal);
    expect(told).toEqual([record, refusal]);
  });
});
