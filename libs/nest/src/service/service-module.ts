import { Inject, Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { CommandPipeline, type ViewStore } from '@lianxin/runtime';

/** One entry of a command's `at`. */
export interface ViewPosition { readonly stream: string; readonly version: number }
export type Waited = { readonly ok: true } | { readonly ok: false; /** Versions still missing. */ readonly lag: number };

/** What a host opens for one service. A service that needs more declares `interface IntakeParts extends ServiceParts`. */
export interface ServiceParts {
  readonly service: string;
  readonly installation: string;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly pipeline: CommandPipeline;
  readonly views: ViewStore;
  /** Waits until a view contains these stream versions. */
  waitFor(view: string, positions: readonly ViewPosition[], patienceMs: number): Promise<Waited>;
}

/** All services of a host, by name. */
export type HostParts = ReadonlyMap<string, ServiceParts>;

export const HOST_PARTS: unique symbol = Symbol('lianxin.HostParts');
export const SERVICE_PARTS: unique symbol = Symbol('lianxin.ServiceParts');

/** Injects the parts of the service whose module this is: `constructor(@Parts() private readonly parts: IntakeParts)`. */
export const Parts = (): ParameterDecorator => Inject(SERVICE_PARTS);

/** Gives a service's module its own parts: `imports: [ServiceModule.of('intake')]`. */
@Module({})
export class ServiceModule {
  static of(service: string): DynamicModule {
    const find = (host: HostParts): ServiceParts => {
      const parts = host.get(service);
      if (!parts) throw new Error(`this host opened no stores for the service ${service}`);
      return parts;
    };
    return {
      module: ServiceModule,
      providers: [
        { provide: SERVICE_PARTS, useFactory: find, inject: [HOST_PARTS] },
        { provide: CommandPipeline, useFactory: (host: HostParts) => find(host).pipeline, inject: [HOST_PARTS] },
      ],
      exports: [SERVICE_PARTS, CommandPipeline],
    };
  }
}
