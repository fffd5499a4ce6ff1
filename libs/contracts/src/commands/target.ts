import { z } from 'zod';

/**
 * A command = what it acts on (in HTTP: the path) and its body. One schema each way: the body's own rules are applied to
 * everything besides the target, unknown members included.
 */
export function withTarget<const T extends Readonly<Record<string, z.ZodType<string>>>, B extends z.ZodType>(target: T, body: B): z.ZodType<{ [K in keyof T]: string } & z.infer<B>> {
  return z.looseObject(target).superRefine((value, context) => {
    const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(target, name)));
    const result = body.safeParse(rest);
    if (!result.success) for (const issue of result.error.issues) context.addIssue(issue as Parameters<typeof context.addIssue>[0]);
  }) as unknown as z.ZodType<{ [K in keyof T]: string } & z.infer<B>>;
}
