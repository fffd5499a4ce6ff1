import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { hasSealed } from '@lianxin/contracts';
import { refusedBecause, type Problem, type ProblemIssue } from './problem.js';
import { schemaIssues, type SchemaIssue } from './schema-words.js';

/** Input that does not fit its schema: where and how, in words. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  constructor(readonly issues: readonly ProblemIssue[], readonly place: 'body' | Exclude<Problem['in'], undefined>) { super('input does not fit its schema'); }
}

interface Standard { readonly '~standard': { validate(value: unknown): unknown } }
interface Validated { readonly value?: unknown; readonly issues?: readonly SchemaIssue[] }

/** Checks every parameter that names a schema (`@Body({ schema })`, `@Query({ schema })`, `@Param('id', { schema })`), as Nest's own pipe does, but keeps zod's issue codes for words. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const schema = (metadata as { schema?: Standard }).schema;
    if (!schema || metadata.type === 'custom') return value;
    // Only the platform seals: a sealed block in the input could smuggle one case's value into another. formats §4
    if (metadata.type === 'body' && hasSealed(value)) throw refusedBecause('input/sealed');
    const result = (await schema['~standard'].validate(value)) as Validated;
    if (!result.issues) return result.value;
    const base = metadata.data === undefined ? [] : [metadata.data];
    const place = metadata.type === 'query' ? 'query' : metadata.type === 'param' ? 'path' : 'body';
    throw new InvalidInput(schemaIssues(result.issues, value, base).slice(0, 20), place);
  }
}
