import { readConfig, StartRefused, describeError } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { services } from './services.js';

const say = (zh: string, en: string): void => { process.stdout.write(`${zh}\n${en}\n`); };

function refuse(error: unknown): never {
  if (error instanceof StartRefused) process.stderr.write(`✗ ${error.zh}\n  ${error.en}\n`);
  else process.stderr.write(`✗ 启动失败，原因如下。\n  The start failed, for this reason:\n${JSON.stringify(describeError(error), null, 2)}\n`);
  process.exit(1);
}

let asked = 0;
let city: City | undefined;
async function leave(signal: string): Promise<void> {
  asked += 1;
  if (asked > 1) process.exit(130); // a second Ctrl-C does not wait
  if (!city) process.exit(130); // nothing was acknowledged yet
  say(`\n收到 ${signal}，正在停止…`, `${signal} received, stopping…`);
  await city.stop();
  say('已停止，数据完整。', 'Stopped; everything is on disk.');
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { leave(signal).catch(refuse); });

try {
  const config = readConfig(process.env);
  city = await startCity(config, services);
  const seconds = process.uptime().toFixed(1);
  const demo = config.mode === 'demo';
  say(`连心已启动：${city.url}（用时 ${seconds} 秒）`, `Lianxin is running: ${city.url} (started in ${seconds} s)`);
  say(`  网页 ${city.url}/   接口说明 ${city.url}/docs   ${demo ? `演示用户 ${city.url}/dev/users   ` : ''}数据 ${config.dataDir}   停止 Ctrl-C`,
    `  page ${city.url}/   API ${city.url}/docs   ${demo ? `demo users ${city.url}/dev/users   ` : ''}data ${config.dataDir}   stop Ctrl-C`);
} catch (error) { refuse(error); }
