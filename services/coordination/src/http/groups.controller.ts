import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, cancelGroupBody, enrolMemberBody, evaluateGroupBody, groupId, holdGroupSessionBody, memberId, planGroupBody, removeMemberBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { findGroups } from '../queries/find-in-lists.query.js';
import { readGroup } from '../queries/read-group.query.js';
import { orBadCursor } from './bad-cursor.js';
import { groupList, groupPage, groupQuery } from './schemas.js';

@Controller('api/coordination/groups')
@ApiTags('coordination')
@ApiBearerAuth()
export class GroupsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Post()
  @Action('coordination.group.plan')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记计划 · planned' })
  plan(@Body({ schema: planGroupBody }) body: z.infer<typeof planGroupBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.planGroup, body, who, key));
  }

  @Get()
  @Action('coordination.group.read')
  @Reads('groups')
  @ApiOkResponse({ standardSchema: groupList, description: '小组、活动列表（不含名单）· groups and activities, without rosters' })
  list(@Query({ schema: groupQuery }) query: z.infer<typeof groupQuery>, @Who() who: Actor) {
    return orBadCursor(findGroups(this.parts, query, who));
  }

  @Get(':group')
  @Action('coordination.group.read')
  @Reads('groups')
  @ApiOkResponse({ standardSchema: groupPage, description: '计划、名单、各次活动与评估 · plan, roster, sessions, evaluation' })
  async read(@Param('group', { schema: groupId }) group: string, @Who() who: Actor) {
    return orRefuse(await readGroup(this.parts, group, who));
  }

  @Post(':group/members')
  @Action('coordination.group.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已加入，附组员编号 · enrolled, with the member’s id' })
  enrol(@Param('group', { schema: groupId }) group: string, @Body({ schema: enrolMemberBody }) body: z.infer<typeof enrolMemberBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.enrolMember, { group, ...body }, who, key));
  }

  @Post(':group/members/:member/leave')
  @Action('coordination.group.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退出 · left' })
  remove(@Param('group', { schema: groupId }) group: string, @Param('member', { schema: memberId }) member: string, @Body({ schema: removeMemberBody }) body: z.infer<typeof removeMemberBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.removeMember, { group, member, ...body }, who, key));
  }

  @Post(':group/sessions')
  @Action('coordination.group.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已记录，随后写入各组员的卷宗 · recorded; each member’s case is told' })
  hold(@Param('group', { schema: groupId }) group: string, @Body({ schema: holdGroupSessionBody }) body: z.infer<typeof holdGroupSessionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.holdGroupSession, { group, ...body }, who, key));
  }

  @Post(':group/evaluate')
  @Action('coordination.group.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已评估 · evaluated' })
  evaluate(@Param('group', { schema: groupId }) group: string, @Body({ schema: evaluateGroupBody }) body: z.infer<typeof evaluateGroupBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.evaluateGroup, { group, ...body }, who, key));
  }

  @Post(':group/cancel')
  @Action('coordination.group.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已取消 · cancelled' })
  cancel(@Param('group', { schema: groupId }) group: string, @Body({ schema: cancelGroupBody }) body: z.infer<typeof cancelGroupBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.cancelGroup, { group, ...body }, who, key));
  }
}
