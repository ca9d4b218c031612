import { isIP } from 'node:net';

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** One host has a whole /64 of IPv6 to itself (RFC 4291 §2.5.4). */
const GROUPS_OF_A_HOST = 4;

/**
 * What the requests of one source are counted under: an IPv4 address, or the first 64 bits of an
 * IPv6 address. Whatever is no address has one bucket together.
 */
export function addressKey(address: string): string {
  const plain = address.replace(MAPPED, '');
  switch (isIP(plain)) {
    case 4:
      return plain;
    case 6:
      return `${leadingGroups(plain).join(':')}::/64`;
    default:
      return 'unknown';
  }
}

function leadingGroups(address: string): string[] {
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  return groups.slice(0, GROUPS_OF_A_HOST).map((group) => Number.parseInt(group, 16).toString(16));
}
