/**
 * Does a text diagnose or treat? Social workers may do neither (Mental Health Law art. 23, which forbids it even to
 * counsellors). What a hospital or doctor found may be told, with its source. Looks clause by clause; errs on the side of
 * asking the writer to name the source.
 */

const DISORDER = '(?:抑郁症|抑郁障碍|焦虑症|焦虑障碍|双相(?:情感)?障碍|精神分裂(?:症)?|人格障碍|偏执(?:型)?(?:人格|症)|妄想症|强迫症|恐惧症|创伤后应激障碍|适应障碍|躁狂症|躁郁症|癔症|精神病|神经症|PTSD|ADHD)';

const DIAGNOSES: readonly RegExp[] = [
  // The word itself, unless it is asked for, denied or left to others.
  /(?<!建议|需|需要|须|转介|寻求|接受|进行|无法|不能|不得|不作|不做|未|没有|等待|申请|前往|是否)(?:诊断|确诊)(?:为|是|出|：|:|其|系)/u,
  /(?:本人|本站|社工|我|工作者)(?:初步)?(?:诊断|确诊)/u,
  /符合.{0,14}(?:诊断标准|诊断要点)/u,
  /(?:DSM|ICD)[-\s]?\d/iu,
  new RegExp(`(?:患有|患|得了|属于|属|是|系|有|考虑(?:为)?|判断(?:为)?|认定(?:为)?|疑似|应为|像是|典型(?:的)?)(?:[^，。；、]{0,8})${DISORDER}`, 'u'),
  /\bdiagnos(?:ed|is of)\b/iu,
];

const TREATS: readonly RegExp[] = [
  /(?:建议|要求|嘱咐|嘱|让|劝)(?:其|他|她|信访人|本人)?(?:立即|自行|先)?(?:停药|停服|加药|减药|换药|服用|停用)/u,
  /开(?:具|了|出)?处方|开(?:具|了)药/u,
  /(?:进行|实施|开展|给予|提供)(?:了)?(?:[^，。；]{0,4})(?:心理治疗|精神治疗|药物治疗)/u,
];

/** Whose finding it is: told by the person or by those who may diagnose. */
const SOURCE = /医院|医生|医师|大夫|门诊|病历|诊断(?:书|证明)|出院|精神科|精卫中心|精神卫生中心|疾控|鉴定|自述|自称|自诉|其称|本人说|本人称|自己说|家属(?:称|说|反映|提供)|配偶(?:称|说)|hospital|doctor|psychiatrist/iu;
const ACCORDING = /^(?:据|根据|按|按照|经|查看|提供)/u;
/** Asked, denied or wished: no finding. */
const OPEN = /(?:不|未|没有|没|并非|否认|无法|不能|是否|有无|担心|害怕|怀疑自己|预防|讲解|宣传|了解)[^，。；]{0,10}$/u;

const sentences = (text: string): readonly string[] => text.split(/[。！？!?；;\n]+/u);

function finds(clause: string, before: string, patterns: readonly RegExp[]): boolean {
  if (SOURCE.test(clause) || (ACCORDING.test(before) && SOURCE.test(before))) return false;
  return patterns.some((pattern) => {
    const hit = pattern.exec(clause);
    return hit !== null && !OPEN.test(clause.slice(0, hit.index)) && !/^(?:是否|有无)/u.test(hit[0]);
  });
}

/** True when some clause of some of these texts diagnoses or treats in the writer's own name. */
export function diagnoses(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && sentences(text).some((sentence) => {
    const clauses = sentence.split(/[，,]+/u).map((c) => c.trim());
    return clauses.some((clause, i) => finds(clause, clauses[i - 1] ?? '', [...DIAGNOSES, ...TREATS]));
  }));
}
