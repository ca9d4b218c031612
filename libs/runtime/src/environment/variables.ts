import { z } from 'zod';

/** A whole number written in digits only, within bounds. */
export function integer({ min, max }: { min: number; max: number }): z.ZodType<number, string> {
  const message = `must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** A TCP port; 0 lets the system choose one. */
export const port = (): z.ZodType<number, string> => integer({ min: 0, max: 65_535 });

/** `true` or `false`, and nothing that merely looks like one. */
export const flag = (): z.ZodType<boolean, string> =>
  z
    .enum(['true', 'false'], { error: 'must be true or false.' })
    .transform((text) => text === 'true');

/** An http(s) URL without credentials, query or fragment; the trailing slash is dropped. */
export function baseUrl(): z.ZodType<string, string> {
  return z
    .string()
    .refine(isBaseUrl, 'must be an http(s) URL without credentials, query or fragment.')
    .transform((text) => text.replace(/\/+$/, ''));
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && !url.username && !url.password && !url.search && !url.hash;
}

/** Where the process runs. What begins like production must be spelt like it, or its guards would be off unnoticed. */
export const nodeEnv = (): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .refine(
      (text) => text === 'production' || !/^prod/i.test(text),
      'must be "production" in full and in lower case when it means that.',
    )
    .default('development');

/** How the process logs: `json` for machines (the default), `text` for people. */
export const logFormat = (): z.ZodDefault<z.ZodEnum<{ json: 'json'; text: 'text' }>> =>
  z.enum(['json', 'text'], { error: 'must be json or text.' }).default('json');
