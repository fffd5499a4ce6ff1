import { describe, expect, it } from '@jest/globals';
import type { Actor } from '@lianxin/kernel';
import { actions, compartmentRights, mayDo, mayOpen, type ActionRule } from './actions.js';
import { commandContracts } from './commands/all.js';
import { compartments, roles, type Role } from './code-lists/protection.js';
import { CITY } from './code-lists/districts.js';

const actor = (role: string, district = '440106'): Actor => ({ id: `${role}-1`, role, district });
const rows = Object.entries(actions).map(([action, rule]) => ({ action, rights: rule.roles as ActionRule['roles'] }));

describe('the role table', () => {
  it.each(rows)('lets those do $action who have the right, where they have it', ({ action, rights }) => {
    expect(Object.keys(rights).length).toBeGreaterThan(0);
    for (const role of Object.keys(rights)) expect(mayDo(action, actor(role), { district: '440106' })).toEqual({ ok: true, value: true });
  });

  it.each(rows)('refuses $action to every other role', ({ action, rights }) => {
    const others = [...roles.codes.filter((r) => rights[r] === undefined), 'stranger', 'constructor', ''];
    for (const role of others) expect(mayDo(action, actor(role), { district: '440106' })).toMatchObject({ ok: false, refusal: { code: 'access/role' } });
  });

  it.each(rows)('keeps $action within its districts', ({ action, rights }) => {
    for (const [role, reach] of Object.entries(rights) as [Role, string][]) {
      expect(mayDo(action, actor(role, '440105'), { district: '440106' }).ok).toBe(reach === 'any');
      expect(mayDo(action, actor(role, CITY), { district: '440106' }).ok).toBe(reach !== 'own');
      expect(mayDo(action, actor(role, '440106'), { district: CITY }).ok).toBe(reach === 'any');
    }
  });

  it('is closed for what it does not know', () => {
    expect(mayDo('intake.case.delete', actor('admin'), { district: '440106' })).toMatchObject({ refusal: { code: 'access/unknown-action' } });
    expect(mayDo('toString', actor('admin'), { district: '440106' })).toMatchObject({ refusal: { code: 'access/unknown-action' } });
  });

  it('has a row for every command', () => {
    for (const { action } of Object.values(commandContracts)) expect(Object.hasOwn(actions, action)).toBe(true);
  });
});

describe('rights to open sealed values', () => {
  it('are given per compartment, in the own district', () => {
    for (const compartment of compartments.codes) {
      for (const role of roles.codes) expect(mayOpen(compartment, actor(role), { district: '440106' }).ok).toBe(compartmentRights[compartment][role] !== undefined);
      expect(mayOpen(compartment, actor('supervisor', '440105'), { district: '440106' })).toMatchObject({ refusal: { code: 'access/compartment' } });
    }
    expect(mayOpen('secret', actor('supervisor'), { district: '440106' }).ok).toBe(false);
  });

  it('never let the system office, auditors, analysts or importers read', () => {
    for (const role of ['admin', 'auditor', 'analyst', 'importer']) for (const c of compartments.codes) expect(mayOpen(c, actor(role, CITY), { district: CITY }).ok).toBe(false);
  });

  it('keep accusations from workers and archivists', () => {
    expect(mayOpen('accusation', actor('worker'), { district: '440106' }).ok).toBe(false);
    expect(mayOpen('accusation', actor('archivist'), { district: '440106' }).ok).toBe(false);
    expect(mayOpen('accusation', actor('desk'), { district: '440106' }).ok).toBe(true);
  });
});
