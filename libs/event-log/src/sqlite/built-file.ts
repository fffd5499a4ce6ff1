/** A file beside this one that a worker can start from; from sources (tests) it is the built one, as a worker cannot start from TypeScript. */
export const builtFile = (name: string): URL => new URL(import.meta.url.endsWith('.ts') ? `../../dist/sqlite/${name}` : `./${name}`, import.meta.url);
