import { ProofMemory, type UsedProof } from './proof-memory.js';

const NOW_MS = 1_800_000_000_000;
const proof = (traits: Partial<UsedProof> = {}): UsedProof => ({
  thumbprint: 'key',
  proofId: 'one',
  uri: 'https://m2.example/hello',
  endsAtMs: NOW_MS + 60_000,
  ...traits,
});
const replayed = expect.objectContaining({ code: 'M2M_DPOP_PROOF_REPLAYED' });

describe('the memory of proofs', () => {
  let memory: ProofMemory;
  beforeEach(() => {
    memory = new ProofMemory(4);
  });

  it('accepts every proof once, whenever it was made', () => {
    memory.claim(proof(), NOW_MS);
    for (const endsAtMs of [NOW_MS + 60_000, NOW_MS + 119_000]) {
      expect(() => memory.claim(proof({ endsAtMs }), NOW_MS)).toThrow(replayed);
    }
    expect(memory.size).toBe(1);
  });

  it('tells proofs apart by id, key and address', () => {
    memory.claim(proof(), NOW_MS);
    memory.claim(proof({ proofId: 'two' }), NOW_MS);
    memory.claim(proof({ thumbprint: 'other' }), NOW_MS);
    memory.claim(proof({ uri: 'https://m2.example/other' }), NOW_MS);
    expect(memory.size).toBe(4);
  });

  it('knows a proof until it has ended, and then forgets it', () => {
    memory.claim(proof(), NOW_MS);
    expect(() => memory.claim(proof(), NOW_MS + 60_000)).toThrow(replayed);
    memory.claim(proof({ proofId: 'later', endsAtMs: NOW_MS + 130_000 }), NOW_MS + 70_000);
    expect(memory.size).toBe(1);
  });

  it('refuses the next one when it is full, and forgets none', () => {
    for (const proofId of ['1', '2', '3', '4']) memory.claim(proof({ proofId }), NOW_MS);
    expect(() => memory.claim(proof({ proofId: '5' }), NOW_MS)).toThrow(
      expect.objectContaining({ code: 'M2M_DPOP_MEMORY_FULL', retryAfterSec: 10 }),
    );
    expect(() => memory.claim(proof({ proofId: '1' }), NOW_MS)).toThrow(replayed);
  });
});
