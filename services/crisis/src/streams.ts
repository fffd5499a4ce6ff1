import { streamName } from '@lianxin/kernel';

/** One per case: its id is the case's. */
export const safetyStream = (district: string, caseid: string): string => streamName('safety', district, caseid);
export const episodeStream = (district: string, id: string): string => streamName('episode', district, id);
export const reportStream = (district: string, id: string): string => streamName('report', district, id);
