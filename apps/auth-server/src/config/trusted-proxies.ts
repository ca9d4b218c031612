import { isIP } from 'node:net';
import { z } from 'zod';

const MESSAGE = 'must list addresses or networks, such as 10.0.0.0/8, separated by commas.';

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  // A network of all addresses would let every client choose its own.
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

/** Addresses and networks (RFC 4632) of the proxies whose `X-Forwarded-For` is believed. */
export const trustedProxies = (): z.ZodType<readonly string[], string> =>
  z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isNetwork), MESSAGE);
