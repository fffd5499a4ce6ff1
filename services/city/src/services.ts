import { archiveService } from '@lianxin/archive';
import { assessmentService } from '@lianxin/assessment';
import { coordinationService } from '@lianxin/coordination';
import { crisisService } from '@lianxin/crisis';
import { intakeService } from '@lianxin/intake';
import { supervisionService } from '@lianxin/supervision';
import { demoDepartments } from './dev/demo-departments.js';
import type { Host, HostedService } from './compose.js';
import { demoStaff, supervisionSources } from './supervision-sources.js';

/** The services of this host, in the order in which they start: the archive last, because it follows the others. Each start makes them anew. */
export const services: readonly (() => HostedService)[] = [intakeService, assessmentService, () => coordinationService({ demoDepartments }), crisisService, () => supervisionService<Host>({ sources: supervisionSources, demoStaff }), archiveService];
