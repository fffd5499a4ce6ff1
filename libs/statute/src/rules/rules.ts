import type { LegalDay } from '../day.js';
import { petitionRegulations, simpleProcedure } from './petition-regulations.js';
import type { Rule, RuleId } from './rule.js';

/** All terms of all editions. A new edition of the law is added, never put in place of the old one: begun terms keep theirs. */
export const rules: readonly Rule[] = [...petitionRegulations, ...simpleProcedure];

export const ruleIds: readonly RuleId[] = [...new Set(rules.map((rule) => rule.id))];

export const isRuleId = (text: string): text is RuleId => (ruleIds as readonly string[]).includes(text);

const inForce = (rule: Rule, day: LegalDay): boolean => rule.validFrom <= day && (rule.validUntil === undefined || day <= rule.validUntil);

/** The edition of a rule in force on a day; undefined when there was none (before 2022-05-01 the 2005 Regulations stood, which are not kept here). */
export const ruleAt = (id: RuleId, day: LegalDay, among: readonly Rule[] = rules): Rule | undefined =>
  among.filter((rule) => rule.id === id && inForce(rule, day)).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];

export const ruleOfVersion = (id: string, ruleVersion: string): Rule | undefined => rules.find((rule) => rule.id === id && rule.ruleVersion === ruleVersion);
