export * from './key-store/port.js';
export * from './seal/format.js';
export { openWith, openWithValueKey, sealWith, disclosureKey, type OpenedRaw, type SealFault } from './seal/cipher.js';
export * from './seal/access.js';
export * from './seal/sealing.js';
export * from './seal/opening.js';
export * from './blobs/port.js';
