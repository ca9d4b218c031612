import { TokenNotSeparated } from './token-not-separated.error.js';

/** A message on its way through a `ClientProxy`, with the token that belongs beside it. */
export class TokenedData {
  readonly #authorization: string;

  constructor(
    readonly data: unknown,
    authorization: string,
  ) {
    this.#authorization = authorization;
  }

  /** Hidden from everything that lists members, such as loggers. */
  get authorization(): string {
    return this.#authorization;
  }

  /** @throws TokenNotSeparated always: whoever gets here would send the token as payload. */
  toJSON(): never {
    throw new TokenNotSeparated();
  }
}

interface Packet {
  readonly data?: unknown;
  readonly metadata?: object;
}

interface PacketSerializer {
  serialize(packet: unknown, options?: unknown): unknown;
}

/**
 * Moves the token of {@link TokenedData} from the data of a packet to its metadata, where Nest 12
 * shows it to the target as `getMetadata()`, and leaves the rest to the serializer it wraps.
 */
export class TokenedPacketSerializer implements PacketSerializer {
  constructor(private readonly next: PacketSerializer) {}

  serialize(packet: Packet, options?: unknown): unknown {
    const { data, metadata } = packet;
    if (!(data instanceof TokenedData)) return this.next.serialize(packet, options);
    const { authorization } = data;
    const separated = { ...packet, data: data.data, metadata: { ...metadata, authorization } };
    return this.next.serialize(separated, options);
  }
}
