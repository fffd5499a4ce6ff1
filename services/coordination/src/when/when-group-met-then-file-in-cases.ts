import type { FileGroupEvent } from '@lianxin/contracts';
import { parseStream } from '@lianxin/kernel';
import { issue, reaction, type CommandHandler, type Reaction } from '@lianxin/runtime';

/** Each member's case is told of the group's sessions and of its evaluation (formats §2). */
export const whenGroupMetThenFileInCases = (fileGroupEvent: CommandHandler<FileGroupEvent>): Reaction => reaction({
  name: 'when-group-met-then-file-in-cases',
  on: ['GroupSessionHeld', 'GroupEvaluated'],
  react: (_, { stream, position }) => [issue(fileGroupEvent, { group: parseStream(stream)!.id, position })],
});
