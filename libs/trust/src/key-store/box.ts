import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey, MasterKeys } from './master-keys.js';

/** A row's content under the master key: AES-256-GCM, random nonce, bound to the table and the name of the row. */
export function wrap(master: MasterKey, name: string, content: unknown): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master.key, nonce).setAAD(aad(master.id, name));
  return Buffer.concat([nonce, cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `keys/master-key-missing` or `keys/row-damaged`: both are for a person to see. */
export function unwrap(masters: MasterKeys, kekid: number, name: string, box: Uint8Array): unknown {
  let key = masters.get(kekid);
  if (!key) { masters.reload(); key = masters.get(kekid); }
  if (!key) throw new Error(`keys/master-key-missing: kek-${kekid}.key is needed for ${name.split(':')[0]} rows and not there`);
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(aad(kekid, name));
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  try {
    return JSON.parse(decipher.update(bytes.subarray(12, bytes.length - 16), undefined, 'utf8') + decipher.final('utf8'));
  } catch {
    throw new Error(`keys/row-damaged: ${name}`);
  }
}

const aad = (kekid: number, name: string): Buffer => Buffer.from(`lianxin-key/1\n${kekid}\n${name}`, 'utf8');
