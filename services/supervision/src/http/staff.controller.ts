import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  accepted, agencyOrg, assignSupervisorBody, endStaffBody, recordCertificateBody, recordTrainingBody, registerAgencyBody, registerStaffBody, renewContractBody, signConfidentialityBody, staffId, voidCertificateBody,
} from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { findAgencies, findStaff } from '../queries/find-in-lists.query.js';
import { readStaff } from '../queries/read-one.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { agencyList, agencyQuery, districtQuery, qualification, staffPage, staffPageList, staffQuery } from './schemas.js';

@Controller('api/supervision')
@ApiTags('supervision')
@ApiBearerAuth()
export class StaffController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  @Post('agencies')
  @Action('supervision.agency.register')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · registered' })
  agency(@Body({ schema: registerAgencyBody }) body: z.infer<typeof registerAgencyBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.registerAgency, body, who, key));
  }

  @Get('agencies')
  @Action('supervision.staff.read')
  @Reads('agencies')
  @ApiOkResponse({ standardSchema: agencyList, description: '服务机构，合同先到期的在前 · agencies, first to end first' })
  agencies(@Query({ schema: agencyQuery }) query: z.infer<typeof agencyQuery>, @Who() who: Actor) {
    return orBadCursor(findAgencies(this.parts, query, who));
  }

  @Post('agencies/:org/contract')
  @Action('supervision.agency.register')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已续期 · renewed' })
  contract(@Param('org', { schema: agencyOrg }) org: string, @Body({ schema: renewContractBody }) body: z.infer<typeof renewContractBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.renewContract, { org, ...body }, who, key));
  }

  @Post('staff')
  @Action('supervision.staff.register')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · registered' })
  register(@Body({ schema: registerStaffBody }) body: z.infer<typeof registerStaffBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.registerStaff, body, who, key));
  }

  @Get('staff')
  @Action('supervision.staff.read')
  @Reads('staff')
  @ApiOkResponse({ standardSchema: staffPageList, description: '工作人员，证书先到期的在前 · staff, first to renew first' })
  async list(@Query({ schema: staffQuery }) query: z.infer<typeof staffQuery>, @Who() who: Actor) {
    await this.parts.staffReady(query.district ?? who.district);
    return orBadCursor(findStaff(this.parts, query, who));
  }

  @Get('staff/:staff')
  @Action('supervision.staff.read')
  @Reads('staff')
  @ApiOkResponse({ standardSchema: staffPage, description: '工作人员及其承办资格；查看留下访问记录 · a member of the staff; reading leaves an access record' })
  async read(@Param('staff', { schema: staffId }) staff: string, @Query({ schema: districtQuery }) query: z.infer<typeof districtQuery>, @Who() who: Actor) {
    await this.parts.staffReady(query.district ?? who.district);
    return orRefuse(await readStaff(this.parts, staff, query.district ?? who.district, who));
  }

  @Get('staff/:staff/qualification')
  @Action('supervision.staff.read')
  @ApiOkResponse({ standardSchema: qualification, description: '今天是否具备承办资格，缺什么 · may hold cases today, and what is lacking' })
  qualification(@Param('staff', { schema: staffId }) staff: string, @Query({ schema: districtQuery }) query: z.infer<typeof districtQuery>, @Who() who: Actor) {
    return this.parts.qualified(staff, query.district ?? who.district);
  }

  @Post('staff/:staff/certificates')
  @Action('supervision.staff.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记证书 · certificate recorded' })
  certificate(@Param('staff', { schema: staffId }) staff: string, @Body({ schema: recordCertificateBody }) body: z.infer<typeof recordCertificateBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordCertificate, { staff, ...body }, who, key));
  }

  @Post('staff/:staff/certificates/void')
  @Action('supervision.staff.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '证书已作废 · certificate voided' })
  voidCertificate(@Param('staff', { schema: staffId }) staff: string, @Body({ schema: voidCertificateBody }) body: z.infer<typeof voidCertificateBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.voidCertificate, { staff, ...body }, who, key));
  }

  @Post('staff/:staff/training')
  @Action('supervision.staff.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记培训 · training recorded' })
  training(@Param('staff', { schema: staffId }) staff: string, @Body({ schema: recordTrainingBody }) body: z.infer<typeof recordTrainingBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordTraining, { staff, ...body }, who, key));
  }

  @Post('staff/:staff/confidentiality')
  @Action('supervision.staff.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记保密协议 · agreement recorded' })
  confidentiality(@Param('staff', { schema: staffId }) staff: string, @Body({ schema: signConfidentialityBody }) body: z.infer<typeof signConfidentialityBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.signConfidentiality, { staff, ...body }, who, key));
  }

  @Post('staff/:staff/supervisor')
  @Action('supervision.staff.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已指定督导 · supervisor assigned' })
  supervisor(@Param('staff', { schema: staffId }) staff: string, @Body({ schema: assignSupervisorBody }) body: z.infer<typeof assignSupervisorBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.assignSupervisor, { staff, ...body }, who, key));
  }

  @Post('staff/:staff/leave')
  @Action('supervision.staff.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记离岗 · leaving recorded' })
  leave(@Param('staff', { schema: staffId }) staff: string, @Body({ schema: endStaffBody }) body: z.infer<typeof endStaffBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.endStaff, { staff, ...body }, who, key));
  }
}
