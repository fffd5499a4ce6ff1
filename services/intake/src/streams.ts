import { streamName } from '@lianxin/kernel';

export const dossierStream = (district: string, id: string): string => streamName('dossier', district, id);
export const subjectStream = (district: string, id: string): string => streamName('subject', district, id);
export const matterStream = (district: string, id: string): string => streamName('matter', district, id);
export const erasureStream = (district: string, id: string): string => streamName('erasure', district, id);
