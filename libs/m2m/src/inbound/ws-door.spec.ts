import 'reflect-metadata';
import type { IncomingMessage } from 'node:http';
import { ExecutionContextHost } from '@nestjs/core/internal';
import { WsException } from '@nestjs/websockets';
import { TokenMissing } from '../shared/request-refused.error.js';
import { doorOf } from './door.js';
import { toRefusal } from './refusal.js';
import { rememberUpgrade } from './upgrade-requests.js';
import { wsDoor } from './ws-door.js';

function ws(client: object): ExecutionContextHost {
  const context = new ExecutionContextHost([client, { authorization: 'Bearer payload' }]);
  context.setType('ws');
  return context;
}

describe('the door of WebSockets', () => {
  it('takes the credential from the request that was upgraded', () => {
    const client = {};
    const request = { rawHeaders: [], headers: { authorization: 'Bearer t' }, url: '/' };
    rememberUpgrade(client, request as unknown as IncomingMessage);

    expect(doorOf(ws(client))).toBe(wsDoor);
    expect(wsDoor.authorization(ws(client))).toBe('Bearer t');
    expect(wsDoor.carrier(ws(client))).toBe(client);
  });

  it('lets nothing in when nobody noted the request, and says what to do', () => {
    expect(() => wsDoor.authorization(ws({}))).toThrow(/new M2MWebSocketAdapter/);
  });

  it('refuses with status, code and message', async () => {
    const error = new TokenMissing();
    const exception = await wsDoor.refuse(ws({}), toRefusal(error, 'm2'));

    expect(exception).toBeInstanceOf(WsException);
    expect(exception.cause).toBe(error);
    expect((exception as WsException).getError()).toMatchObject({
      status: 401,
      code: 'M2M_TOKEN_MISSING',
    });
  });
});
