export { startCity, type City } from './city.js';
export { compose, type Composition, type Host, type HostedService, type Running, type Stores } from './compose.js';
export { lockDataFolder, lockHolder, readLockNote, type DataLock, type LockNote } from './data-lock.js';
export { services } from './services.js';
