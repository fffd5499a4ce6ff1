import { CITY, districts, roles, type Role } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';

/** A made-up user of demo mode. None of them is a person. */
export interface DemoUser { readonly user: string; readonly role: Role; readonly district: string; readonly name: string }

// What the desk of a district needs: two of each role that has to agree with another, and a third worker for when one of two may not take part.
const STAFF: readonly (readonly [role: Role, title: string, count: number])[] = [
  ['worker', '社工', 3], ['supervisor', '督导', 2], ['desk', '接待', 1], ['archivist', '档案员', 1], ['auditor', '审计员', 1], ['analyst', '统计员', 1], ['department', '承办员', 2], ['admin', '管理员', 2], ['importer', '导入程序', 1],
];
const STEMS = ['甲', '乙', '丙'] as const;

/** Users for the city and each of its eleven districts, in every role a person or an import can have. */
export const demoUsers: readonly DemoUser[] = districts.codes.flatMap((district) => STAFF.flatMap(([role, title, count]) =>
  STEMS.slice(0, count).map((stem, i): DemoUser => ({ user: `${role}-${district}${i === 0 ? '' : `-${i + 1}`}`, role, district, name: `${title}${stem}` }))));

const byId = new Map(demoUsers.map((u) => [u.user, u]));
export const demoUser = (user: string): DemoUser | undefined => byId.get(user);

/** The two departments that have demo users: civil affairs and labour. A unit of a district is `<kind of unit>-<district>`. */
const unitOf = (u: DemoUser): string => `${u.user.endsWith('-2') ? 'LABOUR' : 'CIVIL_AFFAIRS'}-${u.district}`;
const orgOf = (u: DemoUser): string => (u.role === 'department' ? unitOf(u) : u.district === CITY ? 'city-office' : `station-${u.district}`);

export const actorOf = (u: DemoUser): Actor => ({ id: u.user, role: u.role, district: u.district, org: orgOf(u) });

export const districtName = (code: string): string => districts.find(code)?.zh ?? code;
export const roleName = (code: string): string => roles.find(code)?.zh ?? code;
