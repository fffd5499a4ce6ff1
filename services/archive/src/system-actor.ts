import { CITY } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';

/** The archive itself, when it seals and anchors; its rights stand in the role table like anybody's. */
export const archiveItself: Actor = { id: 'system:archive', role: 'system', district: CITY };
