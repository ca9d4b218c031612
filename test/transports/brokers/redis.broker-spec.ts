import { ClientRedis, Transport } from '@nestjs/microservices';
import { startBroker } from '../../support/broker.js';
import { describeMessageTransport } from '../../support/message-transport.contract.js';

describe('Redis', () => {
  describeMessageTransport(async () => {
    const broker = await startBroker({
      package: 'redis-server',
      command: 'redis-server',
      args: (port) => ['--bind', '127.0.0.1', '--port', String(port), '--save', ''],
    });
    const options = { host: '127.0.0.1', port: broker.port };
    return {
      options: { transport: Transport.REDIS, options },
      client: () => new ClientRedis(options),
      stop: () => broker.stop(),
    };
  });
});
