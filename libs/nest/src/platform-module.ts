import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActionGuard } from './auth/guard.js';
import { ACTION_POLICY, type ActionPolicy } from './auth/principal.js';
import { HealthChecks } from './ops/health.js';
import { Metrics } from './ops/metrics.js';
import { OpsController } from './ops/ops.controller.js';
import { OPS_OPTIONS, type OpsOptions } from './ops/ops-options.js';
import { HOST_PARTS, type HostParts } from './service/service-module.js';

export interface PlatformOptions {
  readonly policy: ActionPolicy;
  readonly ops: OpsOptions;
  readonly health: HealthChecks;
  /** The opened stores of every service this host runs. */
  readonly services: HostParts;
}

/** What a host has once: the command bus, the role table, health and measurements. Imported by hosts alone. */
@Global()
@Module({})
export class PlatformModule {
  static with(options: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      // Two calls of forRoot would give two command buses in one process.
      imports: [CqrsModule.forRoot()],
      controllers: [OpsController],
      providers: [
        ActionGuard, Metrics,
        { provide: HealthChecks, useValue: options.health },
        { provide: ACTION_POLICY, useValue: options.policy },
        { provide: OPS_OPTIONS, useValue: options.ops },
        { provide: HOST_PARTS, useValue: options.services },
      ],
      exports: [ActionGuard, Metrics, HealthChecks, ACTION_POLICY, HOST_PARTS, CqrsModule],
    };
  }
}
