/** The primes for which the generator of CVE-2017-15361 (ROCA) leaves its mark on a modulus. */
const MARKED_PRIMES = [
  11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
] as const;
const GENERATOR = 65537;

/** Every residue that powers of the generator reach, per prime. */
const REACHED: readonly (readonly [bigint, ReadonlySet<number>])[] = MARKED_PRIMES.map((prime) => {
  const residues = new Set<number>();
  for (let power = 1; !residues.has(power); power = (power * GENERATOR) % prime) {
    residues.add(power);
  }
  return [BigInt(prime), residues];
});

/**
 * Whether an RSA modulus bears the fingerprint of the ROCA weakness: its residue modulo each of 17
 * small primes is a power of 65537. A sound modulus does so with a chance of less than one in a million.
 */
export function hasRocaFingerprint(modulus: Buffer): boolean {
  const number = BigInt(`0x${modulus.toString('hex')}`);
  return REACHED.every(([prime, residues]) => residues.has(Number(number % prime)));
}
