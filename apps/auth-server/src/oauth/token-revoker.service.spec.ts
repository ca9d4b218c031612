import { revocationOf } from '../../../../test/support/revocation-of.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { RevocationSnapshot } from '../revocations/revocation-snapshot.js';
import { RevocationsFull } from '../revocations/revocations.errors.js';
import { TokenRevoker } from './token-revoker.service.js';

const token = { name: 'm1', tokenId: 'one' };
const revoker = (already: number, add = jest.fn()) => {
  const entries = Array.from({ length: already }, (_, index) =>
    revocationOf(`jti:${index}`, { actor: 'client:m1' }),
  );
  const refresh = jest.fn();
  const ledger = { current: () => new RevocationSnapshot(1, entries), refresh };
  return { add, refresh, made: new TokenRevoker({ store: { add }, ledger }) };
};

describe('TokenRevoker', () => {
  it('puts a token where every target sees it, and says whose wish it was', async () => {
    const { add, refresh, made } = revoker(999);
    await made.revoke(token);
    expect(add).toHaveBeenCalledWith(
      expect.objectContaining({ kind: 'jti', subject: 'one', actor: 'client:m1' }),
    );
    expect(refresh).toHaveBeenCalled();
  });

  it('leaves room for the operator, however much clients revoke', async () => {
    const { add, made } = revoker(1000);
    await expect(made.revoke(token)).rejects.toMatchObject({ error: 'temporarily_unavailable' });
    expect(add).not.toHaveBeenCalled();
  });

  it.each([new DatabaseUnavailable(), new RevocationsFull(5000)])(
    'says that the token is still in force after %p',
    async (failure) => {
      const { made } = revoker(0, jest.fn().mockRejectedValue(failure));
      await expect(made.revoke(token)).rejects.toMatchObject({
        error: 'temporarily_unavailable',
        status: 503,
      });
    },
  );

  it('hides no fault of its own', async () => {
    const { made } = revoker(0, jest.fn().mockRejectedValue(new TypeError('a fault')));
    await expect(made.revoke(token)).rejects.toThrow(TypeError);
  });
});
