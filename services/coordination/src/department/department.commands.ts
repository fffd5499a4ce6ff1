import { changeDepartment, delistDepartment, listDepartmentBody, parseUnit, type ChangeDepartment, type DelistDepartment, type ListDepartment } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { commandHandler, step, type Happened } from '@lianxin/runtime';
import { departmentStream } from '../streams.js';
import { department } from './department.decider.js';

/** A unit stands in the log of its own district. */
const districtOf = ({ unit }: { readonly unit: string }): string => parseUnit(unit)!.district;
const answer = (events: readonly Happened[]) => {
  const unit = (events[0]?.data as { readonly unit?: string } | undefined)?.unit;
  return unit === undefined ? {} : { id: unit };
};
const publicPart = ({ name, phone, address, hours, receives }: Omit<ListDepartment, 'kind' | 'district'>) => ({ name, phone, receives, ...(address === undefined ? {} : { address }), ...(hours === undefined ? {} : { hours }) });

export const departmentCommands = {
  listDepartment: commandHandler<ListDepartment>({
    name: 'ListDepartment', action: 'coordination.department.maintain', body: listDepartmentBody, district: ({ district }: ListDepartment, actor: Actor) => district ?? actor.district, answer,
    prepare: (body, { district }) => {
      const unit = `${body.kind}-${district}`;
      return Promise.resolve({ steps: [step(department, departmentStream(district, unit), { type: 'ListDepartment', data: { unit, ...publicPart(body) } })] });
    },
  }),

  changeDepartment: commandHandler<ChangeDepartment>({
    name: 'ChangeDepartment', action: 'coordination.department.maintain', body: changeDepartment, district: districtOf, answer,
    prepare: ({ unit, edition, ...body }, { district }) =>
      Promise.resolve({ steps: [step(department, departmentStream(district, unit), { type: 'ChangeDepartment', data: { unit, seen: edition, ...publicPart(body) } })] }),
  }),

  delistDepartment: commandHandler<DelistDepartment>({
    name: 'DelistDepartment', action: 'coordination.department.maintain', body: delistDepartment, district: districtOf, answer,
    prepare: ({ unit }, { district }) => Promise.resolve({ steps: [step(department, departmentStream(district, unit), { type: 'DelistDepartment', data: { unit } })] }),
  }),
};
