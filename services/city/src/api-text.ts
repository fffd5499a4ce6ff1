import type { ApiText } from '@lianxin/nest';

/** The front page of `/openapi.json` and `/docs`. */
export const apiText: ApiText = {
  title: '连心 · Lianxin',
  version: '0.1.0',
  description: [
    '信访社会工作个案平台：每件案卷是一条可核验的事件流。',
    '登录：演示模式下 `POST /dev/token {"user": "worker-440106"}` 取得令牌，随 `Authorization: Bearer …` 发送。写入可带 `Idempotency-Key`；回答中的 `at` 可作为 `If-Position` 读到刚写入的内容。未受理时以 RFC 9457 说明原因、依据和位置，附英文。',
    '',
    'A case platform for petition social work: every case is one provable stream of events.',
    'Signing in: in demo mode get a token with `POST /dev/token {"user": "worker-440106"}` and send it as `Authorization: Bearer …`. Writes may carry `Idempotency-Key`; give the answer’s `at` back as `If-Position` to read what was just written. Refusals say why, by which rule and where (RFC 9457), in Chinese and English.',
  ].join('\n'),
  tags: [
    { name: 'intake', description: '接访登记 · intake' },
    { name: 'assessment', description: '预估与计划 · assessment and planning' },
    { name: 'coordination', description: '服务、转介与事项办理 · services, referrals and the handling of matters' },
    { name: 'crisis', description: '危机介入 · crisis' },
    { name: 'supervision', description: '督导、评估与质量 · supervision, evaluation and quality' },
    { name: 'statute', description: '法定期限 · terms of the law' },
    { name: 'archive', description: '档案 · archive' },
    { name: 'desk', description: '工作台与月报 · the desk and returns' },
    { name: 'dev', description: '演示模式 · demo mode' },
    { name: 'ops', description: '运行状况 · operations' },
  ],
};
