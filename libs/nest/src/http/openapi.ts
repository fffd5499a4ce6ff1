import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';
import { withExamplesDatedFrom } from './example-dates.js';
import { problemSchema } from './problem-schema.js';

export interface ApiText {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
const VERBS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** OpenAPI 3.1 from the controllers and their zod schemas; refusals and security are added to every operation in one place. */
export function describeApi(app: NestFastifyApplication, text: ApiText): OpenAPIObject {
  const builder = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle(text.title).setDescription(text.description).setVersion(text.version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0').addServer('/', '本机 · this server')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: '登录令牌 · access token' });
  for (const tag of text.tags) builder.addTag(tag.name, tag.description);
  const document = SwaggerModule.createDocument(app, builder.build(), { standardSchemaConverter: toJsonSchema, autoTagControllers: false, operationIdFactory: nameOf });
  addRefusals(document);
  return document;
}

/** `MattersController.read` is `mattersRead`: unique, and readable as a function name of a generated client. */
const nameOf = (controller: string, method: string): string => {
  const name = controller.replace(/Controller$/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
};

/** zod to JSON Schema 2020-12, which is what OpenAPI 3.1 speaks; Nest's default would be 3.0. */
function toJsonSchema(schema: unknown, options: { schemaType: 'input' | 'output' }): { schema: unknown; components?: Record<string, unknown> } | undefined {
  if (!(schema instanceof z.core.$ZodType)) return undefined;
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema as ZodType, { target: 'draft-2020-12', io: options.schemaType, unrepresentable: 'any' });
  return { schema: rest, components: $defs };
}

function addRefusals(document: OpenAPIObject): void {
  const converted = toJsonSchema(problemSchema, { schemaType: 'output' })!;
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...(converted.components as object) } };
  const refusal = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });
  for (const item of Object.values(document.paths)) {
    for (const verb of VERBS) {
      const operation: Operation | undefined = item[verb];
      if (!operation) continue;
      const guarded = (operation.security?.length ?? 0) > 0;
      const refusals: Record<string, unknown> = {
        ...(guarded ? { 401: refusal('未登录或令牌无效 · not signed in'), 403: refusal('岗位或区无权 · role or district may not') } : {}),
        ...(operation.requestBody ? { 400: refusal('正文不是有效的 JSON · malformed JSON'), 413: refusal('正文过大 · too large'), 415: refusal('只接受 application/json · only JSON') } : {}),
        ...(operation.requestBody || (operation.parameters?.length ?? 0) > 0 ? { 422: refusal('内容需要改正，或规则不允许 · to be mended, or against a rule') } : {}),
        429: refusal('请求过于频繁 · too many requests'),
        default: refusal('其他情况 · anything else'),
      };
      operation.responses = { ...(refusals as Operation['responses']), ...operation.responses };
    }
  }
}

/** So long (ms) the dates of the examples are not looked at again. */
const DATED_FOR_MS = 60_000;

/**
 * Serves `/openapi.json` and, from files of this installation alone, `/docs`; the dates of the examples are counted from
 * `now` (UTC ms). The description is made when first asked for: it takes half a second that no start need wait for.
 */
export function serveApiDescription(app: NestFastifyApplication, title: string, describe: () => OpenAPIObject, now: () => number = Date.now): void {
  let described: OpenAPIObject | undefined;
  let dated: { readonly at: number; readonly document: OpenAPIObject; readonly json: string } | undefined;
  const today = () => {
    const at = now();
    if (!dated || Math.abs(at - dated.at) >= DATED_FOR_MS) {
      const document = withExamplesDatedFrom(described ??= describe(), at);
      dated = { at, document, json: JSON.stringify(document) };
    }
    return dated;
  };
  app.getHttpAdapter().getInstance().get('/openapi.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send(today().json));
  SwaggerModule.setup('docs', app, () => today().document, {
    raw: false, customSiteTitle: title, swaggerOptions: { persistAuthorization: false, validatorUrl: null as unknown as string }, patchDocumentOnRequest: () => today().document,
  });
}
