import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok, parseLog } from '@lianxin/kernel';
import { createOnce, openToOthers, readIfThere, reasonOf } from './durable-file.js';
import { isInstallation, originOf, witnessNameOf } from './names.js';
import { COSIGNATURE, LOG_SIGNATURE, parseSecret, secretText, trustedKeys, type NoteSigner, type SignatureType, type TrustedKeys } from './note-keys.js';
import { faulty, type Trusted } from './words.js';

/**
 * The keys folder: `sign-<log>.key` (one per log), `witness.key` and `installation`. Mode 0600, made at first use; a
 * key that is there is never replaced. Losing one means that its log can no longer be continued under its name.
 */

const INSTALLATION_FILE = 'installation';

const guarded = <T>(where: string, act: () => Trusted<T>): Trusted<T> => {
  try { return act(); } catch (error) { return faulty('key/unreadable', { where, why: reasonOf(error) }); }
};

/**
 * The installation's name for all time. `configured` is LIANXIN_INSTALLATION; without it `lianxin-<8 hex>` is made once
 * and kept. A setting that contradicts what was kept is refused: the name stands in every checkpoint.
 */
export function installationName(keysDir: string, configured?: string): Trusted<string> {
  const where = join(keysDir, INSTALLATION_FILE);
  if (configured !== undefined && !isInstallation(configured)) return faulty('key/bad-installation', { where: 'LIANXIN_INSTALLATION', name: configured });
  return guarded(where, () => {
    if (readIfThere(where) === undefined) createOnce(where, `${configured ?? `lianxin-${randomBytes(4).toString('hex')}`}\n`);
    const name = (readIfThere(where) ?? '').trimEnd();
    if (!isInstallation(name)) return faulty('key/malformed', { where });
    return configured !== undefined && configured !== name ? faulty('key/other-installation', { where, name, wanted: configured }) : ok(name);
  });
}

function readKey(where: string, text: string): Trusted<NoteSigner> {
  if (openToOthers(where)) return faulty('key/open-to-others', { where });
  const signer = text.endsWith('\n') ? parseSecret(text.slice(0, -1)) : undefined;
  return signer ? ok(signer) : faulty('key/malformed', { where });
}

function openKey(where: string, name: string, type: SignatureType): Trusted<NoteSigner> {
  return guarded(where, () => {
    if (readIfThere(where) === undefined) createOnce(where, `${secretText(name, type, randomBytes(32))}\n`);
    const key = readKey(where, readIfThere(where) ?? '');
    if (!key.ok || (key.value.name === name && key.value.type === type)) return key;
    return faulty('key/other-name', { where, name: key.value.name, wanted: name });
  });
}

export const logKeyFile = (keysDir: string, log: string): string => join(keysDir, `sign-${log}.key`);

/** The signing key of one log, made at first use. Throws for a name that is no log's. */
export function openLogKey(keysDir: string, installation: string, log: string): Trusted<NoteSigner> {
  if (!parseLog(log)) throw new Error(`${log} is not the name of a log`);
  return openKey(logKeyFile(keysDir, log), originOf(installation, log), LOG_SIGNATURE);
}

/** The witness's key, made at first use. It is never a log's key. */
export const openWitnessKey = (keysDir: string, installation: string): Trusted<NoteSigner> =>
  openKey(join(keysDir, 'witness.key'), witnessNameOf(installation), COSIGNATURE);

/** The public keys of all key files in a folder: what this installation itself trusts. Creates nothing. */
export function keysInFolder(keysDir: string): Trusted<TrustedKeys> {
  return guarded(keysDir, () => {
    const files = existsSync(keysDir) ? readdirSync(keysDir).filter((f) => /^(?:sign-.+|witness)\.key$/.test(f)).sort() : [];
    const keys: NoteSigner[] = [];
    for (const file of files) {
      const where = join(keysDir, file);
      const key = readKey(where, readIfThere(where) ?? '');
      if (!key.ok) return key;
      keys.push(key.value);
    }
    return trustedKeys(keys.map((k) => k.vkey), keysDir);
  });
}
