import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, approveErasureBody, declineErasureBody, erasureId, mayDo, requestErasureBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, refusedBecause, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { carryOut } from '../erasure/erasure-outcome.js';
import type { IntakeParts } from '../intake.js';
import { findErasures } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { erasureList, erasurePage, erasureQuery } from './schemas.js';

@Controller('api/intake/erasures')
@ApiTags('intake')
@ApiBearerAuth()
export class ErasuresController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: IntakeParts) {}

  @Post()
  @Action('intake.erasure.request')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已申请，待另一人批准 · requested; a second person approves' })
  request(@Body({ schema: requestErasureBody }) body: z.infer<typeof requestErasureBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.requestErasure, body, who, key));
  }

  @Get()
  @Action('intake.erasure.request')
  @Reads('erasures')
  @ApiOkResponse({ standardSchema: erasureList, description: '删除申请，新的在前 · requests, newest first' })
  list(@Query({ schema: erasureQuery }) query: z.infer<typeof erasureQuery>, @Who() who: Actor) {
    if (query.district !== undefined) orRefuse(mayDo('intake.erasure.request', who, { district: query.district }));
    return orBadCursor(findErasures(this.parts.erasures, query, who));
  }

  @Get(':erasure')
  @Action('intake.erasure.request')
  @Reads('erasures')
  @ApiOkResponse({ standardSchema: erasurePage, description: '删除申请及其结果 · the request and what became of it' })
  async read(@Param('erasure', { schema: erasureId }) id: string, @Who() who: Actor) {
    const doc = await this.parts.erasures.get(id);
    if (!doc || !mayDo('intake.erasure.request', who, { district: doc.district }).ok) throw refusedBecause('view/not-found');
    return { id, ...doc };
  }

  @Post(':erasure/approve')
  @Action('intake.erasure.approve')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已批准并执行；carriedOut 说明结果和更换主密钥的期限 · approved and carried out; carriedOut tells the outcome and when the master key is to be renewed' })
  async approve(@Param('erasure', { schema: erasureId }) erasure: string, @Body({ schema: approveErasureBody }) body: z.infer<typeof approveErasureBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    const answer = await this.bus.execute(command(this.parts.commands.approveErasure, { erasure, ...body }, who, key));
    const { engine, eraser, erasures } = this.parts;
    // Whoever is told "erased" can rely on it.
    return { ...answer, carriedOut: await carryOut({ keys: engine.parts.keys, eraser, erasures, viewsCaughtUp: () => engine.projections.caughtUp() }, erasure) };
  }

  @Post(':erasure/decline')
  @Action('intake.erasure.decline')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已决定不予删除 · declined' })
  decline(@Param('erasure', { schema: erasureId }) erasure: string, @Body({ schema: declineErasureBody }) body: z.infer<typeof declineErasureBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declineErasure, { erasure, ...body }, who, key));
  }
}
