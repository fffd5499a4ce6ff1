import type { Command } from 'commander';
import { admin, type AdminOptions } from '../admin.js';
import { progressOn } from '../progress.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, misused } from '../terminal.js';

interface ViewState { readonly service: string; readonly view: string; readonly version: number; readonly behind: number; readonly parkedStreams: number; readonly failing: boolean; readonly building?: { readonly done: number; readonly total: number } }
interface Rebuilt { readonly events: number; readonly ms: number; readonly switched: boolean; readonly same: number; readonly changed: number; readonly onlyLive: number; readonly onlyBuilt: number; readonly to: { readonly parked: number } }

const LONGEST_MS = 6 * 3_600_000;

/** Builds views anew from the logs, beside the live ones. */
export const rebuildVerb: Verb = (program: Command, terminal) => {
  admin(program.command('rebuild'))
    .summary('从日志重建视图，比较后切换 · rebuild views from the logs')
    .description(both('在现用视图旁从日志重建，逐份比较后切换，期间照常服务。不写视图名时列出全部视图。新视图搁置的事件更多时不切换，退出码为 1。',
      'Builds a view beside the live one from the logs, compares them document by document and switches; service goes on meanwhile. Without a name all views are listed. Not switched when the new one parks more events: exit code 1.'))
    .argument('[view]', '服务/视图、服务/search（检索索引）或 all（全部视图） · service/view, service/search, or all views')
    .option('--dry-run', '只比较，不切换 · compare only')
    .action(action(program, async (view: string | undefined, options: AdminOptions & { dryRun?: boolean }) => admin.with(terminal, options, LONGEST_MS, async (ask) => {
      const views = await ask<readonly ViewState[]>('GET', '/api/platform/views');
      if (view === undefined) {
        for (const v of views) terminal.out(`${v.failing || v.parkedStreams > 0 ? '!' : '✓'} ${v.service}/${v.view} v${v.version}  落后 behind ${v.behind}  搁置 parked ${v.parkedStreams}\n`);
        return EXIT.ok;
      }
      const index = /^(.+)\/search$/.exec(view)?.[1];
      if (index !== undefined) {
        if (options.dryRun === true) throw misused('检索索引不能只比较。', 'A search index cannot be compared only.');
        const { ms } = await ask<{ ms: number }>('POST', '/api/platform/search/rebuild', { service: index });
        terminal.out(`✓ ${view}：已重建（${(ms / 1000).toFixed(1)} 秒）\n  rebuilt\n`);
        return EXIT.ok;
      }
      const chosen = views.filter((v) => view === 'all' || `${v.service}/${v.view}` === view);
      if (chosen.length === 0) throw misused(`没有这个视图。可用：${views.map((v) => `${v.service}/${v.view}`).join('、')}`, 'There is no such view.');
      let clean = true;
      for (const { service, view: name } of chosen) {
        const progress = progressOn(terminal, `${service}/${name}`);
        const look = setInterval(() => {
          ask<readonly ViewState[]>('GET', '/api/platform/views').then((now) => {
            const building = now.find((v) => v.service === service && v.view === name)?.building;
            if (building && building.total > 0) progress.show(building.done / building.total, `${building.done}/${building.total}`);
          }, () => { /* the rebuild itself will tell */ });
        }, 500);
        const done = await ask<Rebuilt>('POST', '/api/platform/views/rebuild', { service, view: name, ...(options.dryRun === true ? { dryRun: true } : {}) }).finally(() => { clearInterval(look); progress.end(); });
        const differing = done.changed + done.onlyLive + done.onlyBuilt;
        clean &&= done.switched || (options.dryRun === true && differing === 0);
        terminal.out(`${done.switched || options.dryRun === true ? '✓' : '✗'} ${service}/${name}：${done.events} 条事件，相同 ${done.same}，不同 ${differing}，搁置 ${done.to.parked}，${done.switched ? '已切换' : '未切换'}（${(done.ms / 1000).toFixed(1)} 秒）\n`
          + `  ${done.events} events, ${done.same} documents the same, ${differing} differ, ${done.to.parked} parked, ${done.switched ? 'switched' : 'not switched'}\n`);
      }
      return clean ? EXIT.ok : EXIT.failed;
    })));
};
