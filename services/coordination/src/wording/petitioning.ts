/**
 * Does a behaviour plan aim at fewer petitions? Petitioning is a right, and nobody may be pressed to give it up
 * (Regulations art. 18, 46). The manner of petitioning may be a target: what art. 26 names, or skipping levels.
 */

const STOPPING = /(?:不再|不要|不|停止|放弃|减少|杜绝|禁止|阻止|劝阻|避免|降低)[^，。；\n]{0,8}(?:信访|上访|走访|来访|申诉|投诉|举报)|息诉|罢访|息访|停访/u;
const MANNER = /越级|非法|违法|缠访|闹访|非正常|围堵|滞留|堵路|拦车|过激|极端|争吵|高声|喧哗|辱骂|威胁|情绪失控|自伤/u;

/** True when some clause of some of these texts aims at giving up or reducing petitions as such. */
export function aimsAtSilence(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && text.split(/[，,。！？!?；;\n]+/u).some((clause) => STOPPING.test(clause) && !MANNER.test(clause)));
}
