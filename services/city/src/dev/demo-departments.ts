import { CITY, districts, type ListDepartment } from '@lianxin/contracts';
import type { DemoDepartments } from '@lianxin/coordination';
import { actorOf, demoUser } from './demo-users.js';

// What a station refers to most. Civil affairs and labour have demo users who answer in this system; the others are told on paper or by phone.
const UNITS: readonly (readonly [kind: ListDepartment['kind'], name: string, receives: ListDepartment['receives']])[] = [
  ['CIVIL_AFFAIRS', '民政局', 'SYSTEM'], ['LABOUR', '人力资源和社会保障局', 'SYSTEM'], ['PETITION_OFFICE', '信访局', 'PAPER'], ['JUSTICE', '司法局', 'PAPER'], ['HOUSING', '住房和城乡建设局', 'PAPER'],
  ['HEALTH', '卫生健康局', 'PHONE'], ['EDUCATION', '教育局', 'PAPER'], ['VETERANS', '退役军人事务局', 'PAPER'], ['PUBLIC_SECURITY', '公安分局', 'PHONE'],
];

/** The directory of demo mode: made-up departments of the city and of each district. Their phone numbers do not exist. */
export const demoDepartments: DemoDepartments = {
  by: actorOf(demoUser(`admin-${CITY}`)!),
  of: (district) => {
    const place = districts.find(district)?.zh;
    return place === undefined ? [] : UNITS.map(([kind, unit, receives], i): ListDepartment => ({
      kind, district: district as NonNullable<ListDepartment['district']>, name: `${place}${kind === 'PUBLIC_SECURITY' && district === CITY ? '公安局' : unit}（演示）`, phone: `020-0000000${i + 1}`, address: `${place}演示路${i + 1}号`, hours: '工作日 9:00–12:00，14:00–17:00', receives,
    }));
  },
};
