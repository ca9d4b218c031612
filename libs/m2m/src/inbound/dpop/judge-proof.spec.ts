import { judgeProof, tokenHashOf, type ProvenRequest } from './judge-proof.js';

const NOW_SEC = 1_800_000_000;
const tokenHash = tokenHashOf('token');
const request: ProvenRequest = { method: 'GET', uris: ['https://m2.example/hello'], tokenHash };
const claims = {
  jti: 'one',
  htm: 'GET',
  htu: 'https://m2.example/hello',
  iat: NOW_SEC,
  ath: tokenHash,
};
const judge = (flaw: object, to: Partial<ProvenRequest> = {}) => {
  return () => judgeProof({ ...claims, ...flaw }, { ...request, ...to }, NOW_SEC * 1000);
};

describe('the claims of a proof', () => {
  it.each([
    {},
    { jti: 'x'.repeat(128) },
    { iat: NOW_SEC - 60 },
    { iat: NOW_SEC + 60 },
    { htu: 'HTTPS://M2.example:443/./hello?query=1#fragment' },
    { nonce: 'not asked for' },
  ])('are good with %j', (traits) => expect(judge(traits)).not.toThrow());

  it('need not name a token when there is none beside the proof', () => {
    expect(judge({ ath: undefined }, { tokenHash: undefined })).not.toThrow();
  });

  it.each([
    ['M2M_DPOP_PROOF_MALFORMED', { jti: undefined }],
    ['M2M_DPOP_PROOF_MALFORMED', { jti: '' }],
    ['M2M_DPOP_PROOF_MALFORMED', { jti: 7 }],
    ['M2M_DPOP_PROOF_MALFORMED', { jti: 'x'.repeat(129) }],
    ['M2M_DPOP_PROOF_MALFORMED', { iat: undefined }],
    ['M2M_DPOP_PROOF_MALFORMED', { iat: String(NOW_SEC) }],
    ['M2M_DPOP_PROOF_MALFORMED', { iat: NOW_SEC + 0.5 }],
    ['M2M_DPOP_PROOF_MISMATCH', { htm: undefined }],
    ['M2M_DPOP_PROOF_MISMATCH', { htm: 'POST' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htm: 'get' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: undefined }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: ['https://m2.example/hello'] }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: '/hello' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: 'http://m2.example/hello' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: 'https://m2.example/hello/' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: 'https://m2.example/Hello' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: 'https://m2.example:8443/hello' }],
    ['M2M_DPOP_PROOF_MISMATCH', { htu: 'https://m3.example/hello' }],
    ['M2M_DPOP_PROOF_MISMATCH', { ath: undefined }],
    ['M2M_DPOP_PROOF_MISMATCH', { ath: tokenHashOf('other') }],
    ['M2M_DPOP_PROOF_EXPIRED', { iat: NOW_SEC - 61 }],
    ['M2M_DPOP_PROOF_EXPIRED', { iat: NOW_SEC + 61 }],
  ])('are refused with %s: %j', (code, flaw) => {
    expect(judge(flaw)).toThrow(expect.objectContaining({ code }));
  });

  it('are refused where no address is known', () => {
    expect(judge({}, { uris: [] })).toThrow(/address of this request/);
  });
});
