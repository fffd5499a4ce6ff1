import { z } from 'zod';
import { rule } from '../refusals/rule.js';
import { contentCategoriesV1 } from './content-categories.v1.js';

/** A category with the names above it; `level2` and `level3` are '' where only the upper levels are known. */
export interface ContentCategory {
  /** For example `URB-2-7`; never changes, never reused. */
  readonly id: string;
  readonly level1: string;
  readonly level2: string;
  readonly level3: string;
}

/** Stored with every matter, so that a later edition does not reinterpret it. */
export const CONTENT_CATEGORIES = { list: 'content-categories', version: 1 } as const;

const all: readonly ContentCategory[] = contentCategoriesV1.flatMap(([code, level1, seconds]) => seconds.flatMap(([level2, thirds], i) =>
  thirds.map((level3, j) => ({ id: `${code}-${i + 1}-${j + 1}`, level1, level2, level3 }))));
/** Upper levels stand for themselves where a source knows no more: `URB`, `URB-2`. */
const upper: readonly ContentCategory[] = contentCategoriesV1.flatMap(([code, level1, seconds]) => [
  { id: code, level1, level2: '', level3: '' }, ...seconds.map(([level2], i) => ({ id: `${code}-${i + 1}`, level1, level2, level3: '' })),
]);
const thirdLevel = new Set(all.map((c) => c.id));
const byId = new Map([...all, ...upper].map((c) => [c.id, c]));
const key = (...names: string[]) => names.join('\u0000');
const byNames = new Map([...all, ...upper].map((c) => [key(c.level1, c.level2, c.level3), c]));
/** Names of before and after the reform of 2018. */
const aliases = new Map([['卫生健康', '卫生计生'], ['生态环境', '环境保护'], ['自然资源', '国土资源'], ['农业农村', '农村农业']]);

export const contentCategories = {
  ...CONTENT_CATEGORIES,
  /** Those of the third level: what is chosen from. */
  entries: all,
  find: (id: string): ContentCategory | undefined => byId.get(id),
  /** By the names as they stand in tables, '' for a lower level that is not given; level 1 also under its newer name. */
  findByNames: (level1: string, level2: string, level3: string): ContentCategory | undefined =>
    byNames.get(key(aliases.get(level1.trim()) ?? level1.trim(), level2.trim(), level3.trim())),
  /** First-level names with their codes, in the order of the list. */
  level1: contentCategoriesV1.map(([code, name]) => ({ code, name })),
};

/** Schema of the id of any level, for what comes from elsewhere; an id outside the list is refused. */
export const anyCategoryId = z.string().regex(/^[A-Z]{3}(-\d{1,3}){0,2}$/).refine((id) => byId.has(id), rule('input/not-in-list'))
  .meta({ id: 'AnyContentCategoryId', description: '内容分类编号，来源只有上级分类时可只到一级或二级 · id of a content category; of an upper level when the source knows no more', examples: ['URB-2-3', 'URB'] });

/** Schema of a category id of the third level; an id outside the list is refused. */
export const categoryId = z.string().regex(/^[A-Z]{3}-\d{1,3}-\d{1,3}$/).refine((id) => thirdLevel.has(id), rule('input/not-in-list'))
  .meta({ id: 'ContentCategoryId', description: '内容分类（三级）编号，见 GET /api/intake/code-lists/content-categories · id of a content category', examples: ['URB-2-3'] });
