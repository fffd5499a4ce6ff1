import { districts } from '@lianxin/contracts';
import { shanghaiDay } from '@lianxin/kernel';
import { deadline, publishedCalendar, type Calendar } from '@lianxin/statute';

export interface Words { readonly zh: string; readonly en: string }
export type ProgressCode = 'REGISTERED' | 'IN_SERVICE' | 'HANDING_OVER' | 'CLOSED';

/** What a petitioner is told: how it stands, which unit has it, the next date. No name, no number, nothing that was said. */
export interface Progress {
  readonly status: Words & { readonly code: ProgressCode };
  readonly holder: Words;
  readonly next?: Words & { /** A day in Asia/Shanghai. */ readonly date: string };
}

export interface ProgressSeen {
  readonly district: string;
  readonly taken: boolean;
  readonly closed: boolean;
  readonly offeredTo: string;
  readonly anonymous: boolean;
  readonly matters: readonly { readonly receivedAt: string; readonly answered: boolean }[];
  /** A day that a worker has promised something for. */
  readonly promised?: string | undefined;
}

/** Written notice of whether the matter is accepted: within 15 days of receipt, a last day off rolling over; not owed to the nameless (Regulations art. 23). */
const noticeBy = (receivedAt: string, calendar: Calendar): string => deadline({ rule: 'R10', from: shanghaiDay(Date.parse(receivedAt)), calendar }).dueLegal;

const districtName = (code: string): Words => { const d = districts.find(code); return { zh: d?.zh ?? code, en: d?.en ?? code }; };

function statusOf({ closed, offeredTo, taken, district, matters }: ProgressSeen): Progress['status'] {
  const answered = matters.filter((m) => m.answered).length;
  const answers: Words = matters.length === 0 ? { zh: '', en: '' }
    : answered === 0 ? { zh: '有关单位尚无登记在案的答复。', en: ' No answer of an authority is recorded yet.' }
      : answered < matters.length ? { zh: '部分事项已有有关单位的答复。', en: ' Some of your matters have been answered by an authority.' }
        : { zh: '有关单位已有答复。', en: ' An authority has answered.' };
  const says = (code: ProgressCode, zh: string, en: string): Progress['status'] => ({ code, zh: zh + answers.zh, en: en + answers.en });
  if (closed) return says('CLOSED', '社会工作服务已经结束，卷宗已归档。如有新的情况，可以再来。', 'The service has ended and the file is in the archive. You may come again at any time.');
  if (offeredTo !== '') {
    const [from, to] = [districtName(district), districtName(offeredTo)];
    return says('HANDING_OVER', `正在移交${to.zh}；对方接收之前仍由${from.zh}负责。`, `It is being handed over to ${to.en}; ${from.en} stays responsible until then.`);
  }
  return taken ? says('IN_SERVICE', '社会工作者正在跟进。', 'A social worker is on it.') : says('REGISTERED', '已经登记，等待社会工作者接案。', 'It is registered and waits for a social worker.');
}

function holderOf({ closed, taken, district }: ProgressSeen): Words {
  const { zh, en } = districtName(district);
  if (closed) return { zh: `${zh}信访社会工作档案`, en: `Archive of petition social work, ${en}` };
  return taken ? { zh: `${zh}信访社会工作站 · 信访社会工作者`, en: `Petition social work station of ${en}: social worker` } : { zh: `${zh}信访社会工作站 · 接待登记岗`, en: `Petition social work station of ${en}: reception desk` };
}

/** The next date that is known; a day that has passed is not told as one to come. `now`: UTC ms. */
function nextOf({ closed, anonymous, matters, promised }: ProgressSeen, now: number, calendar: Calendar): Progress['next'] {
  if (closed) return undefined;
  const today = shanghaiDay(now);
  const notices = anonymous ? [] : matters.filter((m) => !m.answered).map((m) => noticeBy(m.receivedAt, calendar));
  const coming = [
    ...(promised === undefined ? [] : [{ date: promised, zh: '工作人员答应的日期', en: 'the day that was promised to you' }]),
    ...notices.map((date) => ({ date, zh: '有关单位书面告知是否受理的最后日期（信访工作条例第23条）', en: 'last day for the written notice whether your matter is accepted (Regulations art. 23)' })),
  ].filter((n) => n.date >= today).sort((a, b) => (a.date < b.date ? -1 : 1));
  return coming[0];
}

export function progressOf(seen: ProgressSeen, now: number, calendar: Calendar = publishedCalendar): Progress {
  const next = nextOf(seen, now, calendar);
  return { status: statusOf(seen), holder: holderOf(seen), ...(next ? { next } : {}) };
}
