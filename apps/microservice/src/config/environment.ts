import { baseUrl, flag, logFormat, nodeEnv, port } from '@app/runtime';
import { isMicroserviceName } from '@app/m2m';
import { z } from 'zod';

const TARGETS = 'must list targets as name=url, each once, separated by commas.';

const urlList = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(baseUrl()).min(1));

/** Reads `name=url,name=url`; undefined when an entry is wrong or a name comes twice. */
function readTargets(text: string): Readonly<Record<string, string>> | undefined {
  const found = new Map<string, string>();
  for (const entry of text.split(',')) {
    const [name = '', ...rest] = entry.trim().split('=');
    const url = baseUrl().safeParse(rest.join('='));
    if (!isMicroserviceName(name) || found.has(name) || !url.success) return undefined;
    found.set(name, url.data);
  }
  return Object.fromEntries(found);
}

const targets = z.string().transform((text, context) => {
  const found = readTargets(text);
  if (found !== undefined) return found;
  context.addIssue(TARGETS);
  return z.NEVER;
});

/** Every variable that a microservice reads; `.env.example` explains them, and a spec compares. */
export const environment = z.object({
  PORT: port().optional(),
  HOST: z.string().default('localhost'),
  NODE_ENV: nodeEnv(),
  M2M_LOG_FORMAT: logFormat(),
  M2M_DOCS: flag().optional(),
  M2M_METRICS: flag().default(true),
  M2M_HOME: z.string().default('.m2m'),
  M2M_NAME: z.string().optional(),
  M2M_ISSUER: z.string().default('auth-server'),
  M2M_AUTH_SERVER: urlList.default(['http://localhost:8000']),
  M2M_CREDENTIAL: z.string().optional(),
  M2M_CREDENTIAL_FILE: z.string().optional(),
  M2M_TARGETS: targets.optional(),
  M2M_REVOCATIONS: z.enum(['pushed', 'polled', 'off']).default('pushed'),
});

export type MicroserviceEnvironment = z.infer<typeof environment>;
