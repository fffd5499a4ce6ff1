import { z } from 'zod';

/** The answer to every accepted command. */
export const accepted = z.object({
  id: z.string().optional(),
  number: z.string().optional(),
  at: z.array(z.string()),
  repeated: z.boolean().optional(),
}).loose().meta({
  id: 'Accepted', description: '已受理指令；at 用作 If-Position 读取刚写入的内容 · accepted; give `at` back as If-Position to read what was written',
  examples: [{ id: '019c1f7e-5a2b-7c3d-8e4f-0123456789ab', number: '440106-2026-000123', at: ['dossier-440106-019c1f7e-5a2b-7c3d-8e4f-0123456789ab@5'] }],
});

/** Problem details (RFC 9457) in Chinese with an English member. */
export const problem = z.object({
  type: z.string(), status: z.int(), title: z.string(), detail: z.string(), code: z.string(),
  rule: z.string().optional(), path: z.string().optional(), en: z.object({ title: z.string(), detail: z.string() }),
}).meta({ id: 'Problem', description: '问题说明（RFC 9457）· problem details' });
