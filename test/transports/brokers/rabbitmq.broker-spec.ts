import { ClientRMQ, RmqRecordBuilder, Transport, type RmqContext } from '@nestjs/microservices';
import { startBroker, type Broker } from '../../support/broker.js';
import { freePorts } from '../../support/free-ports.js';
import { describeMessageTransport } from '../../support/message-transport.contract.js';

interface RmqMessage {
  readonly properties: { readonly headers: Readonly<Record<string, unknown>> };
}

/** Erlang's name server, which RabbitMQ would else leave behind as a daemon. */
const startNames = (): Promise<Broker> =>
  startBroker({
    package: 'rabbitmq-server',
    command: 'epmd',
    args: (port) => ['-address', '127.0.0.1', '-port', String(port)],
  });

async function startRabbit(names: Broker): Promise<Broker> {
  const [distributionPort] = await freePorts(1);
  return startBroker({
    package: 'rabbitmq-server',
    // Not the program of the same name in the path, which gives the rights of root up for a folder
    // that is not ours.
    command: '/usr/lib/rabbitmq/bin/rabbitmq-server',
    args: () => [],
    env: (port, folder) => ({
      ERL_EPMD_PORT: String(names.port),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `m2m-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distributionPort),
      RABBITMQ_MNESIA_BASE: `${folder}/db`,
      RABBITMQ_LOG_BASE: `${folder}/log`,
      RABBITMQ_PID_FILE: `${folder}/pid`,
      RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/plugins`,
    }),
  });
}

describe('RabbitMQ', () => {
  describeMessageTransport(
    async () => {
      const names = await startNames();
      const broker = await startRabbit(names);
      const options = { urls: [`amqp://127.0.0.1:${broker.port}`], queue: 'm2' };
      return {
        options: { transport: Transport.RMQ, options },
        client: () => new ClientRMQ(options),
        stop: async () => {
          await broker.stop();
          await names.stop();
        },
      };
    },
    {
      record: (payload, trace) =>
        new RmqRecordBuilder(payload).setOptions({ headers: { trace }, priority: 1 }).build(),
      trace: (context) =>
        ((context as RmqContext).getMessage() as RmqMessage).properties.headers['trace'],
    },
  );
});
