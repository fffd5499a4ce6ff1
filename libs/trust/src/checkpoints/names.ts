import { parseLog } from '@lianxin/kernel';

const INSTALLATION = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

export const isInstallation = (name: string): boolean => INSTALLATION.test(name);

/** The name under which a log signs and the first line of its checkpoints. */
export const originOf = (installation: string, log: string): string => `${installation}/${log}`;

/** The name under which the installation's witness cosigns. It can never be a log's: a log name contains its district. */
export const witnessNameOf = (installation: string): string => `${installation}/witness`;

/** Takes `<installation>/<log>` apart; undefined when it is none. */
export function parseOrigin(origin: string): { installation: string; log: string } | undefined {
  const at = origin.indexOf('/');
  const installation = origin.slice(0, Math.max(at, 0));
  const log = origin.slice(at + 1);
  return isInstallation(installation) && parseLog(log) ? { installation, log } : undefined;
}

/** The installation of a witness name; undefined when it is none. */
export function parseWitnessName(name: string): string | undefined {
  const installation = name.endsWith('/witness') ? name.slice(0, -'/witness'.length) : '';
  return isInstallation(installation) ? installation : undefined;
}
