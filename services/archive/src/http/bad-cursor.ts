import { refusedBecause } from '@lianxin/nest';
import { BadCursor } from '@lianxin/runtime';

/** A list's answer; a cursor that belongs to another list is the caller's mistake, not ours. */
export async function orBadCursor<T>(answer: Promise<T>): Promise<T> {
  try { return await answer; } catch (error) {
    if (error instanceof BadCursor) throw refusedBecause('search/bad-cursor', { path: '/after' });
    throw error;
  }
}
