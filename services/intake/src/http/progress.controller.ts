import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { askProgressBody, currentRightsNotice, type AskProgress } from '@lianxin/contracts';
import { orRefuse, Parts, Public } from '@lianxin/nest';
import type { IntakeParts } from '../intake.js';

const words = { zh: z.string(), en: z.string() };
const progress = z.object({
  status: z.object({ code: z.enum(['REGISTERED', 'IN_SERVICE', 'HANDING_OVER', 'CLOSED']), ...words }), holder: z.object(words), next: z.object({ date: z.iso.date(), ...words }).optional(),
}).meta({
  id: 'Progress', description: '办理进展：状态、由谁负责（单位和岗位）、下一日期，别无其他 · how it stands, which unit has it, the next date; nothing else',
  examples: [{ status: { code: 'IN_SERVICE', zh: '社会工作者正在跟进。', en: 'A social worker is on it.' }, holder: { zh: '天河区信访社会工作站 · 信访社会工作者', en: 'Petition social work station of Tianhe: social worker' } }],
});
const notice = z.object({ version: z.int(), title: z.object(words), items: z.array(z.object({ ...words, rule: z.string() })) })
  .meta({ id: 'RightsNotice', description: '权利告知书（现行版本）· the notice of rights in force' });

/** What everybody may ask: the notice of rights, and by 查询码 how the own petition stands. */
@Controller('api/intake')
@ApiTags('intake')
export class ProgressController {
  constructor(@Parts() private readonly parts: IntakeParts) {}

  @Post('progress')
  @HttpCode(200)
  @Public('the petitioner’s own view: the code is the key (Regulations art. 18); attempts are counted')
  @ApiOkResponse({ standardSchema: progress, description: '办理进展 · the progress' })
  async ask(@Body({ schema: askProgressBody }) body: AskProgress, @Ip() address: string) {
    return orRefuse(await this.parts.progress.ask(body.code, address));
  }

  @Get('rights-notice')
  @Public('the notice is published; it holds no data of anybody')
  @ApiOkResponse({ standardSchema: notice, description: '权利告知书 · the notice of rights' })
  rightsNotice(): z.infer<typeof notice> {
    return { ...currentRightsNotice, title: { ...currentRightsNotice.title }, items: currentRightsNotice.items.map((i) => ({ ...i })) };
  }
}
