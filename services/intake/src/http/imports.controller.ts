import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, importItemBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, command, Parts, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { IntakeParts } from '../intake.js';

@Controller('api/intake/imports')
@ApiTags('intake')
@ApiBearerAuth()
export class ImportsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: IntakeParts) {}

  /** Takes no idempotency key: the item's id follows from source and record number, and nothing else may stand for it. */
  @Post('items')
  @Action('intake.item.import')
  @ApiCreatedResponse({ standardSchema: accepted, description: '已导入；再次导入同一件时 repeated 为 true · imported; `repeated` when it was there already' })
  item(@Body({ schema: importItemBody }) body: z.infer<typeof importItemBody>, @Who() who: Actor): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.importItem, body, who));
  }
}
