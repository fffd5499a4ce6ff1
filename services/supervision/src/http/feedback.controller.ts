import { Body, Controller, Get, HttpCode, Inject, Ip, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, answerFeedbackBody, assignFeedbackBody, CITY, feedbackId, feedbackStatusBody, giveFeedbackBody, verifyImprovementBody, type District, type FeedbackChannel } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Public, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { nobody } from '../feedback/feedback.commands.js';
import { feedbackStatus } from '../feedback/feedback-status.query.js';
import { receiptOf } from '../feedback/receipt.js';
import { findFeedback } from '../queries/find-in-lists.query.js';
import { readFeedback } from '../queries/read-one.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { feedbackList, feedbackPage, feedbackQuery, receipt, status } from './schemas.js';

@Controller('api/supervision/feedback')
@ApiTags('supervision')
export class FeedbackController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  /** Of nobody: a token that comes along is not looked at, and the address is counted but not kept. */
  @Post()
  @Public('anonymous feedback: whoever gives it need not say who they are')
  @ApiCreatedResponse({ standardSchema: receipt, description: '已收到；回执码只显示一次 · received; the receipt is shown once' })
  async give(@Body({ schema: giveFeedbackBody }) body: z.infer<typeof giveFeedbackBody>, @Ip() address: string): Promise<z.infer<typeof receipt>> {
    orRefuse(this.parts.feedbackLimit.take(address));
    return this.receive(body, body.channel ?? 'WEB', nobody(CITY));
  }

  @Post('status')
  @HttpCode(200)
  @Public('whoever has the receipt may read the answer')
  @Reads('feedbacks')
  @ApiOkResponse({ standardSchema: status, description: '办理情况与答复 · state and answer' })
  async status(@Body({ schema: feedbackStatusBody }) body: z.infer<typeof feedbackStatusBody>, @Ip() address: string) {
    orRefuse(this.parts.statusLimit.take(address));
    return orRefuse(await feedbackStatus(this.parts, body.receipt));
  }

  @Post('entries')
  @Action('supervision.feedback.give')
  @ApiBearerAuth()
  @ApiCreatedResponse({ standardSchema: receipt, description: '已录入纸质、电话反馈；回执码请交给反馈人 · entered from paper or phone; hand the receipt to the giver' })
  enter(@Body({ schema: giveFeedbackBody }) body: z.infer<typeof giveFeedbackBody>, @Who() who: Actor): Promise<z.infer<typeof receipt>> {
    return this.receive(body, body.channel ?? 'PAPER', who);
  }

  @Get()
  @Action('supervision.feedback.read')
  @Reads('feedbacks')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: feedbackList, description: '反馈；社工只见由本人办理的 · feedback; workers see what they handle' })
  list(@Query({ schema: feedbackQuery }) query: z.infer<typeof feedbackQuery>, @Who() who: Actor) {
    return orBadCursor(findFeedback(this.parts, query, who));
  }

  @Get(':feedback')
  @Action('supervision.feedback.read')
  @Reads('feedbacks')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: feedbackPage, description: '反馈；查看留下访问记录 · a feedback; reading leaves an access record' })
  async read(@Param('feedback', { schema: feedbackId }) feedback: string, @Who() who: Actor) {
    return orRefuse(await readFeedback(this.parts, feedback, who));
  }

  @Post(':feedback/assign')
  @Action('supervision.feedback.assign')
  @ApiBearerAuth()
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已指定 · assigned' })
  assign(@Param('feedback', { schema: feedbackId }) feedback: string, @Body({ schema: assignFeedbackBody }) body: z.infer<typeof assignFeedbackBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.assignFeedback, { feedback, ...body }, who, key));
  }

  @Post(':feedback/answer')
  @Action('supervision.feedback.answer')
  @ApiBearerAuth()
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已答复，反馈人凭回执码可见 · answered; the giver reads it with the receipt' })
  answer(@Param('feedback', { schema: feedbackId }) feedback: string, @Body({ schema: answerFeedbackBody }) body: z.infer<typeof answerFeedbackBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.answerFeedback, { feedback, ...body }, who, key));
  }

  @Post(':feedback/improvement')
  @Action('supervision.feedback.verify')
  @ApiBearerAuth()
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已核验改进 · improvement verified' })
  improvement(@Param('feedback', { schema: feedbackId }) feedback: string, @Body({ schema: verifyImprovementBody }) body: z.infer<typeof verifyImprovementBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.verifyImprovement, { feedback, ...body }, who, key));
  }

  /** A code that belongs to no case is treated like none: nobody learns which codes there are. */
  private async receive({ kind, text, contact, code, district }: z.infer<typeof giveFeedbackBody>, channel: FeedbackChannel, who: Actor): Promise<z.infer<typeof receipt>> {
    const dossier = code === undefined ? undefined : await this.parts.ports.caseOfCode(code);
    const facts = dossier === undefined ? undefined : await this.parts.cases.facts(dossier);
    const of = (facts?.district ?? district ?? who.district) as District;
    const received = { district: of, kind, channel, text, ...(contact === undefined ? {} : { contact }), ...(facts ? { dossier: facts.caseid } : {}) };
    const answer = await this.bus.execute(command(this.parts.commands.receiveFeedback, received, who.role === 'system' ? nobody(of) : who));
    return { receipt: receiptOf(await this.parts.secret('feedback-receipt'), answer.id!), due: String(answer['due']) };
  }
}
