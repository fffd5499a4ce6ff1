import type { Searchable } from '@lianxin/runtime';

/**
 * Kinds of searchable values. Accusation material has a kind of its own, so that an ordinary search can neither find it
 * nor count it (Regulations art. 30).
 */
export const searchKinds = ['matter', 'contact', 'answer', 'subject', 'accusation'] as const;
export type SearchKind = (typeof searchKinds)[number];

const texts = (value: unknown, ...names: readonly string[]): string => {
  const record = value as Readonly<Record<string, unknown>>;
  return names.map((name) => record[name]).filter((v): v is string => typeof v === 'string' && v !== '').join('\n');
};
const list = (value: unknown, ...names: readonly string[]): string[] => names.map((name) => texts(value, name)).filter((v) => v !== '');

/** Which values of intake's events can be found, and as what. */
export const searchable: Searchable = ({ event, clear }) => {
  const accusing = (path: string): boolean => (event.data as Readonly<Record<string, { compartment?: string }>>)[path.slice(1)]?.compartment === 'accusation';
  const found = (path: string, kind: SearchKind, doc: { text?: string; names?: string[]; identifiers?: string[] }) =>
    (clear.has(path) ? [{ path, kind: accusing(path) ? 'accusation' : kind, ...doc }] : []);
  switch (event.type) {
    case 'MatterRegistered':
      return found('/content', 'matter', { text: texts(clear.get('/content') ?? {}, 'title', 'text') });
    case 'ContactMade':
      // An imported item has its text in the matter; to index it twice would only count it twice.
      return (event.data as { imported?: unknown }).imported === undefined ? found('/words', 'contact', { text: texts(clear.get('/words') ?? {}, 'claim') }) : [];
    case 'ContactNoted':
      return found('/words', 'contact', { text: texts(clear.get('/words') ?? {}, 'note') });
    case 'AnswerRecorded':
      return found('/text', 'answer', { text: texts(clear.get('/text') ?? {}, 'unitName', 'text') });
    case 'SubjectRecorded':
    case 'IdentityCorrected':
    case 'ContactCorrected':
      return [
        ...found('/identity', 'subject', { names: list(clear.get('/identity') ?? {}, 'name'), identifiers: list(clear.get('/identity') ?? {}, 'idNumber', 'externalUser') }),
        ...found('/contact', 'subject', { text: texts(clear.get('/contact') ?? {}, 'address'), identifiers: list(clear.get('/contact') ?? {}, 'phone', 'email') }),
      ];
    default:
      return [];
  }
};
