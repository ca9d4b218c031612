import { ClientTCP, Transport } from '@nestjs/microservices';
import { freePorts } from '../support/free-ports.js';
import { describeMessageTransport } from '../support/message-transport.contract.js';

describe('TCP', () => {
  describeMessageTransport(async () => {
    const [port] = await freePorts(1);
    const options = { host: '127.0.0.1', ...(port !== undefined && { port }) };
    return {
      options: { transport: Transport.TCP, options },
      client: () => new ClientTCP(options),
    };
  });
});
