import { Problem } from '@app/runtime';
import { z } from 'zod';
import { scopeParameter } from '../policy/scope.js';

const NAME = z.string().min(1).max(255);

const question = z.strictObject({
  caller: NAME,
  target: NAME,
  scope: scopeParameter.optional(),
  at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});

/** What is asked: who, whom, with which scopes, at which moment. */
export type WhyQuestion = z.infer<typeof question>;

/** Reads the parameters of a question. Throws a Problem that names the one that is wrong. */
export function parseWhyQuestion(query: unknown): WhyQuestion {
  const read = question.safeParse(query);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Problem({
    status: 400,
    code: 'M2M_REQUEST_INVALID',
    message:
      'Ask with caller and target, and if you like scope ("a b") and at (2026-01-31T12:00:00Z).',
    members: { member: String(issue?.path[0] ?? 'query') },
  });
}
