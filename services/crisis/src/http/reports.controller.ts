import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, recordReportReceiptBody, reportId } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CrisisParts } from '../crisis.js';
import { findReports } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { reportList, reportQuery } from './schemas.js';

@Controller('api/crisis/reports')
@ApiTags('crisis')
@ApiBearerAuth()
export class ReportsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CrisisParts) {}

  @Get()
  @Action('crisis.concerns.read')
  @Reads('reports')
  @ApiOkResponse({ standardSchema: reportList, description: '强制报告，新的在前 · mandatory reports, newest first' })
  list(@Query({ schema: reportQuery }) query: z.infer<typeof reportQuery>, @Who() who: Actor) {
    return orBadCursor(findReports(this.parts, query, who));
  }

  @Post(':report/receipt')
  @Action('crisis.report.receipt')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记回执 · receipt recorded' })
  receipt(@Param('report', { schema: reportId }) report: string, @Body({ schema: recordReportReceiptBody }) body: z.infer<typeof recordReportReceiptBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordReportReceipt, { report, ...body }, who, key));
  }
}
