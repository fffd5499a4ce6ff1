import type { Finding } from '@lianxin/trust';

const SHOWN = 200;

/** Findings in both languages, faults first; long lists are cut, never silently. */
export function findingLines(findings: readonly Finding[]): string {
  const ordered = [...findings.filter((f) => f.severity === 'fault'), ...findings.filter((f) => f.severity === 'note')];
  const lines = ordered.slice(0, SHOWN).map((f) => {
    const place = f.log === undefined ? '' : ` [${f.log}${f.position === undefined ? '' : ` #${f.position}`}]`;
    return `${f.severity === 'fault' ? '✗' : 'i'}${place} ${f.zh}\n  ${f.en}\n`;
  });
  const more = ordered.length - SHOWN;
  return lines.join('') + (more > 0 ? `  另有 ${more} 条。 ${more} more.\n` : '');
}
