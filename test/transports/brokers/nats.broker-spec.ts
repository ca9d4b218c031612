import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { ClientNats, NatsRecordBuilder, Transport, type NatsContext } from '@nestjs/microservices';
import { startBroker } from '../../support/broker.js';
import { describeMessageTransport } from '../../support/message-transport.contract.js';

describe('NATS', () => {
  describeMessageTransport(
    async () => {
      const broker = await startBroker({
        package: 'nats-server',
        command: 'nats-server',
        args: (port) => ['-a', '127.0.0.1', '-p', String(port)],
      });
      const options = { servers: [`nats://127.0.0.1:${broker.port}`] };
      return {
        options: { transport: Transport.NATS, options },
        client: () => new ClientNats(options),
        stop: () => broker.stop(),
      };
    },
    {
      record: (payload, trace) => {
        const given = headers();
        given.set('trace', trace);
        return new NatsRecordBuilder(payload).setHeaders(given).build();
      },
      trace: (context) => ((context as NatsContext).getHeaders() as MsgHdrs).get('trace'),
    },
  );
});
