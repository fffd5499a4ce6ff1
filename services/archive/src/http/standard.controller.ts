import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { catalogueOf, standardCatalogue, type StandardCatalogue, type StandardEdition } from '@lianxin/contracts';
import { Public } from '@lianxin/nest';
import { catalogueAnswer, editionParam, editionsAnswer } from './file-schemas.js';

/** The standard's principles and processes, edition by edition. */
@ApiTags('archive')
@Controller('api/archive/standard')
export class StandardController {
  @Get()
  @Public('the standard is published; it holds no data of anybody')
  @ApiOperation({ summary: '标准版本 · editions of the standard' })
  @ApiOkResponse({ standardSchema: editionsAnswer, description: '版本及出处 · editions and where they come from' })
  editions() {
    return { items: standardCatalogue.entries };
  }

  @Get(':edition')
  @Public('the standard is published; it holds no data of anybody')
  @ApiOperation({ summary: '原则与流程目录 · principles and processes of an edition' })
  @ApiOkResponse({ standardSchema: catalogueAnswer, description: '目录 · the catalogue' })
  edition(@Param('edition', { schema: editionParam }) edition: StandardEdition): StandardCatalogue {
    return catalogueOf(edition);
  }
}
