import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { m2mClient } from './message-client.js';
import { TargetInvalid } from './target.errors.js';

const refuse = () => Promise.reject(new TargetInvalid());

describe('m2mClient', () => {
  it.each([undefined, null])(
    'leaves the refusal of %p to the client, without a token',
    async (data) => {
      const client = m2mClient({ getToken: refuse }, 'm2', new ClientTCP({}));

      await expect(lastValueFrom(client.send('p', data))).rejects.toThrow('undefined');
      await expect(lastValueFrom(client.emit('p', data))).rejects.toThrow('undefined');
    },
  );

  it('asks for a token for its target and scope, once there is a subscription', async () => {
    const asked: unknown[][] = [];
    const getToken = (...args: unknown[]) => {
      asked.push(args);
      return refuse();
    };
    const client = m2mClient({ getToken }, 'm2', new ClientTCP({}), { scope: 'invoice:read' });
    const answer = client.send('p', 'x');
    expect(asked).toEqual([]);

    await expect(firstValueFrom(answer)).rejects.toMatchObject({ code: 'M2M_TARGET_INVALID' });
    expect(asked).toEqual([['m2', { scope: 'invoice:read' }]]);
  });

  it('sends nothing when the serializer was replaced behind its back', async () => {
    const server = Object.assign(new ClientTCP({}), { connect: () => Promise.resolve() });
    const client = m2mClient({ getToken: () => Promise.resolve('t') }, 'm2', server);
    const written: string[] = [];
    const socket = { sendMessage: (packet: unknown) => written.push(JSON.stringify(packet)) };
    Object.assign(server, { socket });
    await lastValueFrom(client.emit('p', 'first'), { defaultValue: undefined });
    Object.assign(server, { serializer: { serialize: (packet: unknown) => packet } });

    await expect(firstValueFrom(client.send('p', 'second'))).rejects.toMatchObject({
      code: 'M2M_TOKEN_NOT_SEPARATED',
    });
    expect(written).toEqual([
      '{"pattern":"p","data":"first","metadata":{"authorization":"Bearer t"}}',
    ]);
  });
});
