import { z } from 'zod';

const issue = z.object({
  path: z.string().meta({ description: '出错位置（JSON 指针） · where (JSON pointer)' }),
  code: z.string(), detail: z.string(), en: z.object({ detail: z.string() }),
});

/** RFC 9457 problem details, as `/openapi.json` describes them. */
export const problemSchema = z.object({
  type: z.string(), title: z.string().meta({ description: '中文标题 · title in Chinese' }), detail: z.string().meta({ description: '中文说明 · explanation in Chinese' }),
  status: z.int(), code: z.string().meta({ description: '稳定的代码，供程序判断 · stable code for programs' }),
  rule: z.string().optional().meta({ description: '所依据的条款或原则 · the article or principle behind it' }),
  path: z.string().optional().meta({ description: '出错位置（JSON 指针） · where (JSON pointer)' }),
  in: z.enum(['query', 'path', 'header']).optional(), issues: z.array(issue).optional(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  instance: z.string().meta({ description: '求助时请报此编号 · name this when asking for help' }),
  en: z.object({ title: z.string(), detail: z.string() }),
}).meta({
  id: 'Problem', description: '未受理的原因（RFC 9457） · why it was refused (RFC 9457)',
  examples: [{
    type: 'urn:lianxin:problem:access:district', title: '不属本区', detail: '您的权限不及该区。', status: 403, code: 'access/district',
    rule: '服务原则：隐私保密', instance: 'urn:lianxin:trace:4bf92f3577b34da6a3ce929d0e0e4736',
    en: { title: 'Another district', detail: 'Your rights do not reach this district.' },
  }],
});
