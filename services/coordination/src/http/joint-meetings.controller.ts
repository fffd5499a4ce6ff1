import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, callJointMeetingBody, cancelJointMeetingBody, holdJointMeetingBody, meetingId, postponeMeetingDecisionBody, settleMeetingDecisionBody, signJointMeetingBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { findMeetings, readMeeting } from '../queries/joint-meetings.query.js';
import { orBadCursor } from './bad-cursor.js';
import { meetingList, meetingPage, meetingQuery } from './meeting-schemas.js';

/** Joint meetings: units, minutes, decisions with their owners. */
@Controller('api/coordination/joint-meetings')
@ApiTags('coordination')
@ApiBearerAuth()
export class JointMeetingsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Post()
  @Action('coordination.meeting.call')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已召集，并写入所涉卷宗 · called, and filed in its cases' })
  call(@Body({ schema: callJointMeetingBody }) body: z.infer<typeof callJointMeetingBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.callJointMeeting, body, who, key));
  }

  @Get()
  @Action('coordination.meeting.read')
  @Reads('joint-meetings')
  @ApiOkResponse({ standardSchema: meetingList, description: '联席会议列表，议定事项先到期的在前 · joint meetings, the earliest decision due first' })
  list(@Query({ schema: meetingQuery }) query: z.infer<typeof meetingQuery>, @Who() who: Actor) {
    return orBadCursor(findMeetings(this.parts, query, who));
  }

  @Get(':meeting')
  @Action('coordination.meeting.read')
  @Reads('joint-meetings')
  @ApiOkResponse({ standardSchema: meetingPage, description: '议程、纪要、议定事项；查看留下访问记录 · agenda, minutes, decisions; reading leaves an access record' })
  async read(@Param('meeting', { schema: meetingId }) meeting: string, @Who() who: Actor) {
    return orRefuse(await readMeeting(this.parts, meeting, who));
  }

  @Post(':meeting/minutes')
  @Action('coordination.meeting.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '纪要已登记，并写入所涉卷宗 · the minutes are recorded, and filed in its cases' })
  hold(@Param('meeting', { schema: meetingId }) meeting: string, @Body({ schema: holdJointMeetingBody }) body: z.infer<typeof holdJointMeetingBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.holdJointMeeting, { meeting, ...body }, who, key));
  }

  @Post(':meeting/sign')
  @Action('coordination.meeting.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记签认 · the signature is recorded' })
  sign(@Param('meeting', { schema: meetingId }) meeting: string, @Body({ schema: signJointMeetingBody }) body: z.infer<typeof signJointMeetingBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.signJointMeeting, { meeting, ...body }, who, key));
  }

  @Post(':meeting/settle')
  @Action('coordination.meeting.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记落实情况，并写入所涉卷宗 · recorded, and filed in its case' })
  settle(@Param('meeting', { schema: meetingId }) meeting: string, @Body({ schema: settleMeetingDecisionBody }) body: z.infer<typeof settleMeetingDecisionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.settleMeetingDecision, { meeting, ...body }, who, key));
  }

  @Post(':meeting/postpone')
  @Action('coordination.meeting.run')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已延期 · postponed' })
  postpone(@Param('meeting', { schema: meetingId }) meeting: string, @Body({ schema: postponeMeetingDecisionBody }) body: z.infer<typeof postponeMeetingDecisionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.postponeMeetingDecision, { meeting, ...body }, who, key));
  }

  @Post(':meeting/cancel')
  @Action('coordination.meeting.call')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已取消 · cancelled' })
  cancel(@Param('meeting', { schema: meetingId }) meeting: string, @Body({ schema: cancelJointMeetingBody }) body: z.infer<typeof cancelJointMeetingBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.cancelJointMeeting, { meeting, ...body }, who, key));
  }
}
