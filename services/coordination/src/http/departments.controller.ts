import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, changeDepartmentBody, delistDepartmentBody, listDepartmentBody, unitCode } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { findDepartments } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { departmentList, departmentQuery } from './schemas.js';

@Controller('api/coordination/departments')
@ApiTags('coordination')
@ApiBearerAuth()
export class DepartmentsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Get()
  @Action('coordination.department.read')
  @Reads('departments')
  @ApiOkResponse({ standardSchema: departmentList, description: '本区和市级单位名录 · departments of the district and of the city' })
  async list(@Query({ schema: departmentQuery }) query: z.infer<typeof departmentQuery>, @Who() who: Actor) {
    await this.parts.directoryReady(query.district ?? who.district);
    return orBadCursor(findDepartments(this.parts, query, who));
  }

  @Post()
  @Action('coordination.department.maintain')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已列入 · listed' })
  add(@Body({ schema: listDepartmentBody }) body: z.infer<typeof listDepartmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.listDepartment, body, who, key));
  }

  @Post(':unit/change')
  @Action('coordination.department.maintain')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已变更 · changed' })
  change(@Param('unit', { schema: unitCode }) unit: string, @Body({ schema: changeDepartmentBody }) body: z.infer<typeof changeDepartmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.changeDepartment, { unit, ...body }, who, key));
  }

  @Post(':unit/delist')
  @Action('coordination.department.maintain')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已移出 · delisted' })
  delist(@Param('unit', { schema: unitCode }) unit: string, @Body({ schema: delistDepartmentBody }) body: z.infer<typeof delistDepartmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.delistDepartment, { unit, ...body }, who, key));
  }
}
