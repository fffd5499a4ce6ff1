import type { HostedService } from './compose.js';

/** The services of this host, in the order in which they start. */
export const services: readonly HostedService[] = [];
