import { systemClock, virtualClock } from '@lianxin/kernel';
import { createHttpApp, createLogger, guardedRoutes, HealthChecks, Metrics, PlatformModule, prepareDataFolder, roleTable, StartRefused, type Config, type GuardedRoute } from '@lianxin/nest';
import { apiText } from './api-text.js';
import { casesOf } from './cases.js';
import { compose, type ComposeOptions, type Composition, type HostedService } from './compose.js';
import { lockDataFolder } from './data-lock.js';
import { Desk } from './desk/desk.js';
import { DeskModule } from './desk/desk.controller.js';
import { nextOf } from './desk/next-actions.js';
import { MonthlyReturnModule } from './desk/monthly-return/monthly-return.controller.js';
import { ClockModule, type SettableClock } from './dev/clock.controller.js';
import { ClockRunner } from './dev/clock-runner.js';
import { DevModule } from './dev/dev.controller.js';
import { observe } from './observe.js';
import { KeysModule } from './operations/keys.controller.js';
import { LogsModule } from './operations/logs.controller.js';
import { OperationsModule } from './operations/operations.controller.js';
import { Operations } from './operations/operations.js';
import { SagasModule } from './operations/sagas.controller.js';
import { CasesPagesModule } from './pages/cases.controller.js';
import { FormsModule } from './pages/forms/forms.controller.js';
import { HomeModule } from './pages/home.controller.js';
import { problemPage } from './pages/problem-page.js';
import { ProgressPageModule } from './pages/progress.controller.js';
import { ReturnsPagesModule } from './pages/returns.controller.js';
import { SessionModule } from './pages/session.controller.js';
import { calendarsOf } from './statute/calendars.js';
import { StatuteModule } from './statute/statute.controller.js';
import { openTokens, SESSION_COOKIE } from './tokens.js';

/** A city that serves. */
export interface City {
  readonly url: string;
  readonly installation: string;
  readonly composition: Composition;
  /** All routes with what guards them. */
  readonly routes: readonly GuardedRoute[];
  /** Answers what was begun, then closes; nothing that was acknowledged is lost. */
  stop(): Promise<void>;
}

/** Starts all services in one process and serves them. Throws `StartRefused` with words for the person at the keyboard. */
export async function startCity(config: Config, services: readonly (() => HostedService)[], options: ComposeOptions = {}): Promise<City> {
  const lock = lockDataFolder(config.dataDir);
  const begun: (() => Promise<void> | void)[] = [() => lock.release()];
  const stop = async (): Promise<void> => { for (const end of begun.splice(0).toReversed()) await end(); };
  try {
    const { installation } = prepareDataFolder(config);
    const logger = createLogger(config.logLevel);
    const virtual: SettableClock | undefined = config.clock === 'virtual' ? virtualClock(Date.now()) : undefined;
    const tokens = openTokens(config, installation);
    const clock = virtual ?? systemClock;
    const composition = await compose(config, installation, clock, logger, services.map((make) => make()), options);
    begun.push(() => composition.close());
    // Virtual time goes on where it stood: never before what is recorded.
    for (const { stores: { log } } of virtual ? composition.running.values() : []) for (const name of await log.logs()) virtual!.set((await log.head(name)).clock);

    const demo = config.mode === 'demo';
    const intake = composition.running.get('intake');
    const desk = Desk.of(composition.running, clock);
    const health = new HealthChecks();
    const app = await createHttpApp([
      PlatformModule.with({ policy: roleTable, health, ops: { metricsOnlyLocal: !demo }, services: composition.parts }),
      ...composition.modules,
      ...(desk ? [DeskModule.with(desk), MonthlyReturnModule.with(desk), ReturnsPagesModule.with({ demo, desk })] : []),
      HomeModule.with({ demo, ...(desk ? { desk } : {}) }),
      ...(composition.parts.has('intake') ? [ProgressPageModule.with({ demo })] : []),
      ...(composition.parts.has('archive') ? [CasesPagesModule.with({ demo, next: nextOf(composition.running) }), FormsModule.with({ demo, ...(intake ? { subjects: intake.engine.opening } : {}) })] : []),
      SessionModule.with({ tokens, demo }),
      StatuteModule.with({ calendars: calendarsOf(composition.running), clock }),
      OperationsModule.with(Operations.of(composition.running)), LogsModule.with(composition.running),
      SagasModule.with({ sagas: composition.sagas, cases: casesOf(composition.running) }),
      KeysModule.with(composition.keys),
      ...(tokens.demoIssuer ? [DevModule.with(tokens.demoIssuer)] : []),
      ...(virtual ? [ClockModule.with(new ClockRunner(virtual, composition.sagas, composition.rest))] : []),
    ], {
      config, logger, api: apiText, problemPage: problemPage(demo), now: () => clock.now(),
      verifiers: { bearer: tokens.bearer, cookie: { name: SESSION_COOKIE, verifier: tokens.session } },
      ...(demo ? { hosts: ['127.0.0.1', 'localhost', '[::1]'] } : {}),
    });
    begun.push(() => app.close());
    observe(composition, health, app.get(Metrics, { strict: false }));
    await composition.ready();
    await listen(app, config);
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    lock.announce(url);
    return { url, installation, composition, routes: guardedRoutes(app), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(app: { listen(port: number, host: string): Promise<unknown> }, { port, host }: Config): Promise<void> {
  try { await app.listen(port, host); } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartRefused(`端口 ${port} 已被占用。请停止占用它的程序，或换一个端口：PORT=${port + 1} npm start`, `Port ${port} is in use. Stop the program that uses it, or take another port: PORT=${port + 1} npm start`);
    }
    if (code === 'EACCES') throw new StartRefused(`没有权限使用端口 ${port}。请用 1024 以上的端口，例如 PORT=3000。`, `No permission to use port ${port}. Take one above 1024, for example PORT=3000.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new StartRefused('HOST 不是本机的地址。请改正 HOST。', 'HOST is not an address of this machine. Mend HOST.');
    throw error;
  }
}
