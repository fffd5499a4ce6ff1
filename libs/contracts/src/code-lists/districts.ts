import { codeList } from './code-list.js';

/** The city itself: log of what belongs to no single district. */
export const CITY = '440100';

/** Guangzhou and its eleven districts, GB/T 2260 (2023 edition). Abolished codes are not accepted for new records. */
export const districts = codeList({
  id: 'District', version: 1, zh: '行政区', en: 'District',
  entries: [
    { code: '440100', zh: '广州市', en: 'Guangzhou (city)' },
    { code: '440103', zh: '荔湾区', en: 'Liwan' },
    { code: '440104', zh: '越秀区', en: 'Yuexiu' },
    { code: '440105', zh: '海珠区', en: 'Haizhu' },
    { code: '440106', zh: '天河区', en: 'Tianhe' },
    { code: '440111', zh: '白云区', en: 'Baiyun' },
    { code: '440112', zh: '黄埔区', en: 'Huangpu' },
    { code: '440113', zh: '番禺区', en: 'Panyu' },
    { code: '440114', zh: '花都区', en: 'Huadu' },
    { code: '440115', zh: '南沙区', en: 'Nansha' },
    { code: '440117', zh: '从化区', en: 'Conghua' },
    { code: '440118', zh: '增城区', en: 'Zengcheng' },
  ],
});
export type District = (typeof districts.codes)[number];
