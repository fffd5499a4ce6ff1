import type { Terminal } from '../terminal.js';

/** A terminal that keeps what it was told. */
export function testTerminal(cwd: string, env: Readonly<Record<string, string | undefined>> = {}): Terminal & { readonly said: { out: string; err: string }; interrupt(): void } {
  const said = { out: '', err: '' };
  const stop = new AbortController();
  return {
    env, cwd, said, interrupted: stop.signal, interrupt: () => stop.abort(),
    out: (text) => { said.out += text; },
    err: (text) => { said.err += text; },
  };
}
