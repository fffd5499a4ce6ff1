const text = { type: 'string', minLength: 1 } as const;
const time = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$', minLength: 24, maxLength: 24 } as const;
/** Decimal strings from 1; 15 digits keep them exact as numbers. */
const decimal = { type: 'string', pattern: '^[1-9][0-9]{0,14}$' } as const;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const stream = { type: 'string', pattern: `^[a-z][a-z0-9]*-[0-9]{6}-${uuid}$` } as const;

/**
 * JSON Schema of the stored envelope (also published as envelope.schema.json): stricter than CloudEvents, whose SDK lets
 * null, empty strings and numbers pass. Attributes are strings, absent ones left out; `data` is an object.
 */
export const envelopeSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lianxin:schema:envelope:1',
  title: 'Lianxin event envelope',
  type: 'object',
  additionalProperties: false,
  required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'log', 'stream', 'district', 'actorid', 'actorrole', 'data', 'version', 'position', 'recordedat'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', pattern: `^${uuid}$` },
    source: { type: 'string', pattern: '^[A-Za-z0-9.-]+/[a-z]+(-access)?\\.[0-9]{6}(-[0-9]+)?$' },
    type: { type: 'string', pattern: '^lianxin\\.[a-z]+\\.[a-z0-9]+\\.v[1-9][0-9]*$' },
    subject: stream,
    time,
    datacontenttype: { const: 'application/json' },
    log: { type: 'string', pattern: '^[a-z]+(-access)?\\.[0-9]{6}(-[0-9]+)?$' },
    stream,
    caseid: { type: 'string', pattern: `^${uuid}$` },
    district: { type: 'string', pattern: '^[0-9]{6}$' },
    actorid: text,
    actorrole: text,
    actororg: text,
    onbehalfof: text,
    commandid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
    correlationid: text,
    causationid: text,
    traceparent: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
    processingbasis: text,
    timeprecision: text,
    data: { type: 'object' },
    version: decimal,
    position: decimal,
    recordedat: time,
  },
} as const;
