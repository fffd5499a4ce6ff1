/**
 * The server that B3 drives: the product's own host (stores, engine, projections, search, HTTP application with guards,
 * pipes and log lines), and beside it the same route doing nothing. Started by `b3-http-command.mjs` with an IPC channel.
 */
import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Body, Controller, Module, Param, Post } from '@nestjs/common';
import { dossierId, noteContactBody } from '../../libs/contracts/dist/index.js';
import { systemClock } from '../../libs/kernel/dist/index.js';
import { Action, createHttpApp, createLogger, HealthChecks, IdempotencyKey, PlatformModule, prepareDataFolder, readConfig, roleTable, Who } from '../../libs/nest/dist/index.js';
import { intakeService } from '../../services/intake/dist/index.js';
import { compose } from '../../services/city/dist/compose.js';
import { actorOf, demoUser } from '../../services/city/dist/dev/demo-users.js';
import { openTokens } from '../../services/city/dist/tokens.js';
import { services as all } from '../../services/city/dist/services.js';

/** `POST /api/intake/dossiers/:dossier/contacts` once more, under another name and with nothing behind it. */
class NothingController {
  note(dossier, _body, _who, _key) { return { id: dossier, at: [`dossier-440106-${dossier}@1`] }; }
}
{
  const { prototype } = NothingController;
  Body({ schema: noteContactBody })(prototype, 'note', 1);
  Param('dossier', { schema: dossierId })(prototype, 'note', 0);
  Who()(prototype, 'note', 2);
  IdempotencyKey()(prototype, 'note', 3);
  const decorate = (decorator) => decorator(prototype, 'note', Object.getOwnPropertyDescriptor(prototype, 'note'));
  decorate(Post(':dossier/contacts'));
  decorate(Action('intake.contact.note'));
  Controller('api/nothing/dossiers')(NothingController);
}
class NothingModule {}
Module({ controllers: [NothingController] })(NothingModule);

const config = readConfig(process.env);
const { installation } = prepareDataFolder(config);
const logger = createLogger(config.logLevel);
const tokens = openTokens(config, installation);
const services = process.env.BENCH_SERVICES === 'all' ? all : [intakeService];
const composition = await compose(config, installation, systemClock, logger, services.map((make) => make()));
const app = await createHttpApp([
  PlatformModule.with({ policy: roleTable, health: new HealthChecks(), ops: { metricsOnlyLocal: true }, services: composition.parts }), ...composition.modules, NothingModule,
], { config, logger, api: { title: 'bench', description: 'bench', version: '1', tags: [] }, verifiers: { bearer: tokens.bearer } });
await composition.ready();
await app.listen(0, '127.0.0.1');

const running = composition.running.get('intake');
const lag = monitorEventLoopDelay({ resolution: 1 });
const answers = {
  /** Everything that runs behind the commands has caught up. */
  async settle() {
    for (const { engine, started } of composition.running.values()) {
      await started.settle?.();
      await engine.projections.caughtUp();
      await started.parts.feeder?.caughtUp();
    }
  },
  /** How many events the log holds: what was answered must be there. */
  async size() { return (await running.stores.log.head('intake.440106')).size; },
  watch() { lag.reset(); lag.enable(); },
  lag() { lag.disable(); return { p99: lag.percentile(99) / 1e6, max: lag.max / 1e6, rss: process.memoryUsage().rss / 2 ** 20, cpu: process.cpuUsage() }; },
  async stop() { await app.close(); await composition.close(); },
};
process.on('message', ({ id, ask }) => {
  Promise.resolve(answers[ask]()).then((value) => {
    process.send({ id, value: value ?? null }, () => { if (ask === 'stop') process.exit(0); });
  }, (error) => process.send({ id, error: String(error.stack ?? error) }));
});
const user = demoUser('worker-440106');
process.send({ id: 0, value: { url: await app.getUrl(), worker: await tokens.demoIssuer.issue(actorOf(user)), desk: await tokens.demoIssuer.issue(actorOf(demoUser('desk-440106'))) } });
