import { hash } from 'node:crypto';

const BLOCK = 64;
const bytesOf = (part: Uint8Array | string): Uint8Array => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part);

/** HMAC-SHA-256 (RFC 2104) of the parts in their order. By two one-shot hashes: making an object for each costs several times as much. */
export function hmacSha256(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const short = key.length > BLOCK ? hash('sha256', key, 'buffer') : key;
  const inner = Buffer.alloc(BLOCK, 0x36);
  const outer = Buffer.alloc(BLOCK, 0x5c);
  for (let i = 0; i < short.length; i += 1) { inner[i]! ^= short[i]!; outer[i]! ^= short[i]!; }
  return hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, ...parts.map(bytesOf)]), 'buffer')]), 'buffer');
}
