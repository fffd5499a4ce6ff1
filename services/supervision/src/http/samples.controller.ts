import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, checkFileBody, drawSampleBody, fileCheckId, reportCorrectionBody, sampleId, verifyCorrectionBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { findChecks, findSamples } from '../queries/find-in-lists.query.js';
import { readCheck, readSample } from '../queries/read-one.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { checkList, checkPage, checkQuery, sampleList, samplePage, sampleQuery } from './schemas.js';

@Controller('api/supervision')
@ApiTags('supervision')
@ApiBearerAuth()
export class SamplesController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  @Post('samples')
  @Action('supervision.sample.draw')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已抽取；随机数已记录，任何人可复核 · drawn; with the recorded seed anybody can repeat it' })
  draw(@Body({ schema: drawSampleBody }) body: z.infer<typeof drawSampleBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.drawSample, body, who, key));
  }

  @Get('samples')
  @Action('supervision.sample.read')
  @Reads('samples')
  @ApiOkResponse({ standardSchema: sampleList, description: '案卷抽查 · samples' })
  list(@Query({ schema: sampleQuery }) query: z.infer<typeof sampleQuery>, @Who() who: Actor) {
    return orBadCursor(findSamples(this.parts, query, who));
  }

  @Get('samples/:sample')
  @Action('supervision.sample.read')
  @Reads('samples', 'checks')
  @ApiOkResponse({ standardSchema: samplePage, description: '一次抽查及各案卷的检查情况 · a sample and what became of its files' })
  async read(@Param('sample', { schema: sampleId }) sample: string, @Who() who: Actor) {
    return orRefuse(await readSample(this.parts, sample, who));
  }

  @Get('checks')
  @Action('supervision.check.read')
  @Reads('checks')
  @ApiOkResponse({ standardSchema: checkList, description: '案卷检查与整改，先到期的在前 · file checks and corrections, first due first' })
  checks(@Query({ schema: checkQuery }) query: z.infer<typeof checkQuery>, @Who() who: Actor) {
    return orBadCursor(findChecks(this.parts, query, who));
  }

  @Get('checks/:check')
  @Action('supervision.check.read')
  @Reads('checks')
  @ApiOkResponse({ standardSchema: checkPage, description: '案卷检查；查看留下访问记录 · a file check; reading leaves an access record' })
  async check(@Param('check', { schema: fileCheckId }) check: string, @Who() who: Actor) {
    return orRefuse(await readCheck(this.parts, check, who));
  }

  @Post('checks/:check/results')
  @Action('supervision.check.make')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已检查 · checked' })
  results(@Param('check', { schema: fileCheckId }) check: string, @Body({ schema: checkFileBody }) body: z.infer<typeof checkFileBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.checkFile, { check, ...body }, who, key));
  }

  @Post('checks/:check/correction')
  @Action('supervision.check.correct')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已报告整改 · correction reported' })
  correct(@Param('check', { schema: fileCheckId }) check: string, @Body({ schema: reportCorrectionBody }) body: z.infer<typeof reportCorrectionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reportCorrection, { check, ...body }, who, key));
  }

  @Post('checks/:check/verification')
  @Action('supervision.check.verify')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已核验 · verified' })
  verify(@Param('check', { schema: fileCheckId }) check: string, @Body({ schema: verifyCorrectionBody }) body: z.infer<typeof verifyCorrectionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.verifyCorrection, { check, ...body }, who, key));
  }
}
