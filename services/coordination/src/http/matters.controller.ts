import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { matterCodeLists, matterId, sha256Hex } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, orRefuse, Parts, Public, Reads, refusedBecause, Who } from '@lianxin/nest';
import { pathways } from '@lianxin/statute';
import type { CoordinationParts } from '../coordination.js';
import { explainClock, findMatters, nextOfMatter, readDocument, readMatter } from '../queries/read-matter.query.js';
import { orBadCursor } from './bad-cursor.js';
import { clockExplained, clockName, matterDocumentRead, matterList, matterPage, matterListName, matterPathways, matterQuery } from './matter-schemas.js';
import { coordinationCodeList, nextActionList } from './schemas.js';

const lists = new Map<string, z.infer<typeof coordinationCodeList>>(matterCodeLists.map((list) => [list.id, { id: list.id, version: list.version, entries: list.entries.map((e) => ({ ...e })) }]));

/** Reading the statutory track: for the front, for the units concerned, for auditors. */
@Controller('api/coordination/matters')
@ApiTags('coordination')
@ApiBearerAuth()
export class MattersController {
  constructor(@Parts() private readonly parts: CoordinationParts) {}

  @Get()
  @Action('coordination.matter.read')
  @Reads('matter-handlings')
  @ApiOkResponse({ standardSchema: matterList, description: '办理中的信访事项，先到期的在前；承办单位只见本单位的 · matters, the earliest due first; a unit sees its own' })
  list(@Query({ schema: matterQuery }) query: z.infer<typeof matterQuery>, @Who() who: Actor) {
    return orBadCursor(findMatters(this.parts.matters, query, who));
  }

  @Get('pathways')
  @Public('the map of legal pathways is published; it holds no data of anybody')
  @ApiOkResponse({ standardSchema: matterPathways, description: '法定途径路线图及期限提示 · the map of legal pathways with their limits' })
  pathways(): z.infer<typeof matterPathways> {
    return { items: pathways.map((p) => ({ ...p })) };
  }

  @Get('code-lists/:list')
  @Public('code lists are published; they hold no data of anybody')
  @ApiOkResponse({ standardSchema: coordinationCodeList, description: '代码表 · a code list' })
  codeList(@Param('list', { schema: matterListName }) list: string): z.infer<typeof coordinationCodeList> {
    const found = lists.get(list);
    if (!found) throw refusedBecause('view/not-found');
    return found;
  }

  @Get(':matter')
  @Action('coordination.matter.read')
  @Reads('matter-handlings')
  @ApiOkResponse({ standardSchema: matterPage, description: '一件事项的办理：期限、记录、下一步 · the handling of a matter: clocks, entries, what may follow' })
  async read(@Param('matter', { schema: matterId }) matter: string, @Who() who: Actor) {
    return orRefuse(await readMatter(this.parts.matters, matter, who));
  }

  @Get(':matter/next-actions')
  @Action('coordination.matter.read')
  @Reads('matter-handlings')
  @ApiOkResponse({ standardSchema: nextActionList, description: '可以登记的下一步 · what may be recorded next' })
  async next(@Param('matter', { schema: matterId }) matter: string, @Who() who: Actor) {
    return orRefuse(await nextOfMatter(this.parts.matters, matter, who));
  }

  @Get(':matter/clocks/:clock')
  @Action('coordination.matter.read')
  @Reads('matter-handlings')
  @ApiOkResponse({ standardSchema: clockExplained, description: '期限逐日说明 · a clock explained day by day' })
  async clock(@Param('matter', { schema: matterId }) matter: string, @Param('clock', { schema: clockName }) clock: string, @Who() who: Actor) {
    return orRefuse(await explainClock(this.parts.matters, matter, clock, who));
  }

  @Get(':matter/documents/:hash')
  @Action('coordination.matter.read')
  @Reads('matter-handlings')
  @ApiOkResponse({ standardSchema: matterDocumentRead, description: '卷内公文（base64）；查看留下访问记录 · a filed document; reading leaves an access record' })
  async document(@Param('matter', { schema: matterId }) matter: string, @Param('hash', { schema: sha256Hex }) hash: string, @Who() who: Actor) {
    return orRefuse(await readDocument(this.parts.matters, matter, hash, who));
  }
}
