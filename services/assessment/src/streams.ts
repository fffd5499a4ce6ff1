import { streamName } from '@lianxin/kernel';

// One profile, one assessment and one plan per case: their streams bear the case's id.
export const needsStream = (district: string, caseid: string): string => streamName('needsprofile', district, caseid);
export const assessmentStream = (district: string, caseid: string): string => streamName('assessment', district, caseid);
export const planStream = (district: string, caseid: string): string => streamName('plan', district, caseid);
export const screeningStream = (district: string, id: string): string => streamName('screening', district, id);
