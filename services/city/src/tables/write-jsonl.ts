import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes one text per line, as it is (a stored event's JSON holds no raw line break). The file must not exist; only its owner may read it. Returns the number of lines. */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<number> {
  let count = 0;
  async function* blocks(): AsyncGenerator<Buffer> {
    let block = '';
    for await (const line of lines) {
      count++;
      block += `${line}\n`;
      if (block.length > 64 * 1024) { yield Buffer.from(block); block = ''; }
    }
    if (block !== '') yield Buffer.from(block);
  }
  await pipeline(Readable.from(blocks(), { objectMode: false }), createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }));
  return count;
}
