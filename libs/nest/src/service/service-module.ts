import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { CommandPipeline, type Freshness, type ServiceEngine } from '@lianxin/runtime';

/** What a host gives one service: its running engine (log, views, keys, pipeline). A service that needs more declares `interface IntakeParts extends ServiceParts`. */
export interface ServiceParts {
  readonly engine: ServiceEngine;
  /** What else than views a read can wait for with `If-Position`, by name (a search index). */
  readonly waits?: Readonly<Record<string, (at: readonly string[], ms: number) => Promise<Freshness>>>;
}

/** All services of a host, by name. */
export type HostParts = ReadonlyMap<string, ServiceParts>;

export const HOST_PARTS: unique symbol = Symbol('lianxin.HostParts');
export const SERVICE_PARTS: unique symbol = Symbol('lianxin.ServiceParts');

/** Injects the parts of the service whose module this is: `constructor(@Parts() private readonly parts: IntakeParts)`. */
export const Parts = (): ParameterDecorator => Inject(SERVICE_PARTS);

/** Gives a service's module its own parts and command pipeline: `imports: [ServiceModule.of('intake')]`. */
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
        { provide: CommandPipeline, useFactory: (host: HostParts) => find(host).engine.pipeline, inject: [HOST_PARTS] },
      ],
      exports: [SERVICE_PARTS, CommandPipeline],
    };
  }
}
