import { Controller, type INestMicroservice } from '@nestjs/common';
import {
  ClientTCP,
  MessagePattern,
  Transport,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { m2mClient, M2MPublic } from '@app/m2m';
import { firstValueFrom } from 'rxjs';
import { freePorts } from '../support/free-ports.js';
import { describeMessageTransport } from '../support/message-transport.contract.js';
import { TransportBench } from '../support/transport-bench.js';

@Controller()
class UnmarkedTarget {
  @MessagePattern('unmarked')
  unmarked(): string {
    return 'unmarked';
  }

  @MessagePattern('public')
  @M2MPublic()
  open(): string {
    return 'public';
  }
}

const freeAddress = async () => {
  const [port = 0] = await freePorts(1);
  return { host: '127.0.0.1', port };
};

describe('TCP', () => {
  describeMessageTransport(async () => {
    const options = await freeAddress();
    return {
      options: { transport: Transport.TCP, options },
      client: () => new ClientTCP(options),
    };
  });
});

describe('TCP, when all is protected', () => {
  const bench = new TransportBench();
  let target: INestMicroservice;
  let client: ClientTCP;

  beforeAll(async () => {
    await bench.start();
    const options = await freeAddress();
    const testing = await Test.createTestingModule({
      imports: [bench.inbound('all')],
      controllers: [UnmarkedTarget],
    }).compile();
    target = testing.createNestMicroservice<MicroserviceOptions>({
      transport: Transport.TCP,
      options,
    });
    target.useLogger(false);
    await target.listen();
    client = new ClientTCP(options);
  });

  afterAll(async () => {
    client.close();
    await target.close();
    await bench.close();
  });

  it('refuses a message without a token to a handler that bears no mark', async () => {
    await expect(firstValueFrom(client.send('unmarked', 'x'))).rejects.toMatchObject({
      code: 'M2M_TOKEN_MISSING',
    });
    await expect(firstValueFrom(client.send('public', 'x'))).resolves.toBe('public');
  });

  it('lets a message with a token in', async () => {
    bench.grant();
    const tokened = m2mClient(bench.m2m, 'm2', client);

    await expect(firstValueFrom(tokened.send('unmarked', 'x'))).resolves.toBe('unmarked');
  });
});
