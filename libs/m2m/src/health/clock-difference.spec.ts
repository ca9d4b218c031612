import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { clockDifferenceSec } from './clock-difference.js';

const NOW_MS = Date.UTC(2026, 0, 1);

let server: Server;
let date: string | undefined;

const url = (): URL => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

beforeEach(async () => {
  server = createServer((_request, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader('date', date);
    response.writeHead(404).end('no such page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('clockDifferenceSec', () => {
  it.each([
    [0, 0],
    [60, -61],
    [-60, 60],
  ])('compares with a server whose clock is %d s ahead', async (aheadSec, difference) => {
    date = new Date(NOW_MS + aheadSec * 1000).toUTCString();
    const found = await clockDifferenceSec(url(), new FakeClock(NOW_MS));
    expect(Math.abs((found ?? Number.NaN) - difference)).toBeLessThanOrEqual(1);
  });

  it.each([undefined, 'some day'])('does not know without a usable date (%s)', async (given) => {
    date = given;
    expect(await clockDifferenceSec(url(), new FakeClock(NOW_MS))).toBeUndefined();
  });

  it('does not know when nobody answers', async () => {
    const gone = url();
    await new Promise((resolve) => server.close(resolve));
    expect(await clockDifferenceSec(gone, new FakeClock(NOW_MS))).toBeUndefined();
  });
});
