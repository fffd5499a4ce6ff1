const SURNAMES = Array.from('张李王陈刘黄周吴');
const WORDS = ['物业', '公积金', '合同', '欠薪', '拆迁', '补偿', '村委会', '街道办', '投诉', '噪音', '施工', '夜间', '电梯', '维修', '学位', '户籍', '社保', '退休', '医保', '报销',
  '土地', '征收', '房产证', '开发商', '停车', '路灯', '污水', '排放', '工资', '拖延', '答复', '领导', '多次', '反映', '至今', '没有', '解决', '请求', '有关', '部门', '尽快', '处理', '依法', '调查'];
const MARKS = ['，', '。', '；', '、', ' ', '\n', '', '', '', ''];

/** Made-up letters of about `length` characters, the same for the same seed. */
export function syntheticTexts(count: number, length: number, seed = 1): string[] {
  let state = seed >>> 0;
  const next = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes
    return Math.floor((state / 2 ** 32) * n);
  };
  return Array.from({ length: count }, () => {
    let text = `${SURNAMES[next(SURNAMES.length)]}某${'甲乙丙丁'.charAt(next(4))}反映：`;
    while (text.length < length) {
      // Every third word is two rare characters, so that texts differ as real ones do.
      text += next(3) === 0 ? String.fromCodePoint(0x4e00 + next(3000), 0x4e00 + next(3000)) : WORDS[next(WORDS.length)]!;
      text += MARKS[next(MARKS.length)]!;
    }
    return text;
  });
}

export const SYNTHETIC_WORDS: readonly string[] = WORDS;
