import { AnonymousRefusals } from './anonymous-refusals.js';

const MINUTE_MS = 60_000;
const refusal = (sourceAddress: string | undefined, code = 'M2M_SIGNATURE_INVALID') => ({
  code,
  requestId: 'request-1',
  sourceAddress,
});

describe('AnonymousRefusals', () => {
  it('gives a row the same id within its minute, so that later ones add to it', () => {
    const refusals = new AnonymousRefusals('one', 1000);
    const idAt = (ms: number, address?: string, code?: string) => {
      refusals.add(refusal(address, code), ms);
      return refusals.take(9)[0]?.id;
    };
    const id = idAt(0, '192.0.2.7');
    expect(id).toMatch(/^[\w-]{24}$/);
    expect(idAt(MINUTE_MS - 1, '192.0.2.7')).toBe(id);
    const others = [
      idAt(0),
      idAt(0, '192.0.2.8'),
      idAt(0, '192.0.2.7', 'M2M_TOKEN_EXPIRED'),
      idAt(MINUTE_MS, '192.0.2.7'),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });

  it('never makes more than a hundred rows a minute for addresses, however many there are', () => {
    const refusals = new AnonymousRefusals('one', 1000);
    for (let n = 0; n < 5000; n++) refusals.add(refusal(`192.0.2.${n}`), 0);
    const rows = refusals.take(1000);
    expect(rows).toHaveLength(101);
    expect(rows.at(-1)).toMatchObject({ sourceAddress: '*', count: 4900 });
    refusals.add(refusal('192.0.2.0'), 0);
    refusals.add(refusal('192.0.2.4999'), 0);
    expect(refusals.take(9).map(({ sourceAddress }) => sourceAddress)).toEqual(['192.0.2.0', '*']);
    refusals.add(refusal('192.0.2.4999'), MINUTE_MS);
    expect(refusals.take(9)).toMatchObject([{ sourceAddress: '192.0.2.4999' }]);
  });

  it('says when there is no room for another row, and counts on in those that are there', () => {
    const refusals = new AnonymousRefusals('one', 1);
    expect(refusals.add(refusal('192.0.2.7'), 0)).toBe(true);
    expect(refusals.add(refusal('192.0.2.8'), 0)).toBe(false);
    expect(refusals.add(refusal('192.0.2.7'), 0)).toBe(true);
    expect(refusals.take(9)).toMatchObject([{ count: 2 }]);
  });

  it('makes text that a proxy passed on safe to read', () => {
    const refusals = new AnonymousRefusals('one', 1);
    refusals.add(refusal('\u001b[2J 192.0.2.7'), 0);
    expect(refusals.take(9)).toMatchObject([{ sourceAddress: '\\u{1b}[2J 192.0.2.7' }]);
  });
});
