import { parseUnit, type DataOf, type DepartmentWay, type departmentListed, type UnitKind } from '@lianxin/contracts';
import { projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { DepartmentEvent } from '../department/department.decider.js';

export interface DepartmentEdition { readonly edition: number; readonly name: string; readonly phone: string; readonly address?: string | undefined; readonly hours?: string | undefined; readonly receives: DepartmentWay; readonly from: string }

/** A department of the directory with all its editions, the newest last. The id is the unit. */
export type DepartmentDoc = {
  readonly district: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly phone: string;
  readonly receives: DepartmentWay;
  readonly edition: number;
  readonly listed: 0 | 1;
  readonly editions: readonly DepartmentEdition[];
};

const put = (docs: Docs<DepartmentDoc>, { unit, edition, name, phone, address, hours, receives }: DataOf<typeof departmentListed>, { recordedat }: EventMeta): void => {
  const { kind, district } = parseUnit(unit)!;
  const one: DepartmentEdition = { edition, name, phone, receives, from: utc(recordedat), ...(address === undefined ? {} : { address }), ...(hours === undefined ? {} : { hours }) };
  docs.put(unit, { district, kind, name, phone, receives, edition, listed: 1, editions: [...(docs.get(unit)?.editions ?? []), one] });
};

export const departments = projection<DepartmentEvent, DepartmentDoc>({
  name: 'departments',
  version: 1,
  indexes: ['district', 'kind', 'listed', 'receives'],
  handlers: {
    DepartmentListed: put,
    DepartmentChanged: put,
    DepartmentDelisted(docs, { unit }) {
      const doc = docs.get(unit);
      if (doc) docs.put(unit, { ...doc, listed: 0 });
    },
  },
});
