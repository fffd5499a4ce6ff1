import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, departmentChanged, departmentDelisted, departmentListed } from '@lianxin/contracts';

/** A department in the directory (单位名录): what is published of it, edition by edition. Consent to a receiver names the edition that was told. */
export type DepartmentEvent = EventOf<typeof departmentListed> | EventOf<typeof departmentChanged> | EventOf<typeof departmentDelisted>;

type Published = Omit<DataOf<typeof departmentListed>, 'edition'>;
export type DepartmentCommand =
  | Command<'ListDepartment', Published>
  /** `seen`: the edition that the change was made on. */
  | Command<'ChangeDepartment', Published & { readonly seen: number }>
  | Command<'DelistDepartment', { readonly unit: string }>;

export interface Department { readonly listed: boolean; readonly edition: number }

export const department = decider<DepartmentCommand, DepartmentEvent, Department>({
  name: 'department',
  stateVersion: 1,
  initial: { listed: false, edition: 0 },

  decide: {
    ListDepartment: (c, s) => (s.listed ? refuse('department/already-listed') : [happened('DepartmentListed', { ...c, edition: s.edition + 1 })]),
    ChangeDepartment: ({ seen, ...c }, s) => {
      if (!s.listed) return refuse('department/not-listed');
      return seen === s.edition ? [happened('DepartmentChanged', { ...c, edition: s.edition + 1 })] : refuse('department/other-edition', { path: '/edition', with: { edition: s.edition } });
    },
    DelistDepartment: (c, s) => (s.listed ? [happened('DepartmentDelisted', c)] : refuse('department/not-listed')),
  },

  evolve: {
    DepartmentListed: (_, e) => ({ listed: true, edition: e.edition }),
    DepartmentChanged: (_, e) => ({ listed: true, edition: e.edition }),
    DepartmentDelisted: (s) => ({ ...s, listed: false }),
  },
});
