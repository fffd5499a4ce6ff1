import { anySaga, inputsOf, type SagaEvent, type SomeSaga } from '@lianxin/kernel';
import type { SagaLine } from '@lianxin/runtime';

interface Words { readonly zh: string; readonly en: string }
const named = (e: { readonly timer: string; readonly key?: string }): string => (e.key === undefined ? e.timer : `${e.timer}/${e.key}`);

/** One event of a saga's stream in words; what an input or a command said is not told. */
export function lineInWords(event: SagaEvent, definition: SomeSaga | undefined): Words {
  switch (event.type) {
    case 'SagaStarted': return { zh: '流程开始', en: 'the saga starts' };
    case 'SagaInputTaken': return { zh: `收到 ${event.data.input.event}`, en: `takes ${event.data.input.event}` };
    case 'SagaCommandIssued': return { zh: `发出指令 ${event.data.command}`, en: `gives ${event.data.command}` };
    case 'SagaCommandAnswered': return event.data.refused ? { zh: `指令被拒：${event.data.refused.code}`, en: `refused: ${event.data.refused.code}` } : { zh: '指令已被接受', en: 'accepted' };
    case 'SagaTimerSet': return { zh: `设时限 ${named(event.data)}：${event.data.due.legal ?? event.data.due.fireAt}`, en: `sets timer ${named(event.data)}: ${event.data.due.legal ?? event.data.due.fireAt}` };
    case 'SagaTimerPaused': return { zh: `暂停时限 ${named(event.data)}`, en: `holds timer ${named(event.data)}` };
    case 'SagaTimerCancelled': return { zh: `取消时限 ${named(event.data)}`, en: `cancels timer ${named(event.data)}` };
    case 'SagaTimerFired': return { zh: `时限到 ${named(event.data)}`, en: `timer fires: ${named(event.data)}` };
    case 'SagaOverdue': return { zh: `逾期，自 ${event.data.since}`, en: `overdue since ${event.data.since}` };
    case 'SagaHeldTaken': return { zh: '处理此前搁置的内容', en: 'takes what was held' };
    case 'SagaStepped': {
      const step = definition?.steps[event.data.step];
      return { zh: `进入：${step?.zh ?? event.data.step}`, en: `enters: ${step?.en ?? event.data.step}` };
    }
    case 'SagaCompensating': return { zh: `开始逐项撤回：${event.data.because}`, en: `takes back what was done: ${event.data.because}` };
    case 'SagaFinished': return { zh: `结束：${event.data.outcome}`, en: `finished: ${event.data.outcome}` };
    case 'SagaQuarantined': return { zh: `隔离：${event.data.why}`, en: `put aside: ${event.data.why}` };
    case 'SagaReleased': return { zh: '解除隔离', en: 'released' };
  }
}

const label = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;

/** A definition as a Mermaid flowchart: what it takes, what it times, what it does. */
export function drawDefinition(definition: SomeSaga): string {
  const react = anySaga(definition).react as { readonly timer?: object; readonly refused?: object };
  const starts = [definition.startsOn].flat();
  const lines = inputsOf(definition).map((event, i) => `  i${i}([${label(event)}]) ${starts.includes(event) ? '==>' : '-->'} saga`);
  const timers = Object.keys(react.timer ?? {}).map((timer, i) => `  t${i}{{${label(`⏱ ${timer}`)}}} -.-> saga`);
  const commands = Object.keys(react.refused ?? {}).map((command, i) => `  saga --> c${i}[${label(command)}]`);
  return ['flowchart LR', `  saga[[${label(definition.name)}]]`, ...lines, ...timers, ...commands].join('\n');
}

/** An instance as a Mermaid sequence: in the order of its stream. */
export function drawHistory(history: readonly SagaLine[], definition: SomeSaga | undefined): string {
  const plain = (text: string): string => text.replaceAll(/[;:#\n]/g, ' ');
  return ['sequenceDiagram', '  participant W as 外界 world', '  participant S as 流程 saga', ...history.map(({ event }) => {
    const { zh, en } = lineInWords(event, definition);
    const arrow = event.type === 'SagaInputTaken' || event.type === 'SagaTimerFired' || event.type === 'SagaCommandAnswered' ? 'W->>S' : event.type === 'SagaCommandIssued' ? 'S->>W' : 'S->>S';
    return `  ${arrow}: ${plain(`${zh} · ${en}`)}`;
  })].join('\n');
}
