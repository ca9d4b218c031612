import { baseUrl, logFormat, port } from '@app/runtime';
import { isMicroserviceName } from '@app/m2m';
import { z } from 'zod';

const TARGETS = 'must list targets as name=url, separated by commas.';

const urlList = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(baseUrl()).min(1));

const targets = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim().split('=', 2)))
  .refine(
    (entries) =>
      entries.every(([name, url]) => isMicroserviceName(name) && baseUrl().safeParse(url).success),
    TARGETS,
  )
  .transform((entries) => Object.fromEntries(entries) as Record<string, string>);

/** Every variable that a microservice reads; `.env.example` explains them, and a spec compares. */
export const environment = z.object({
  PORT: port().optional(),
  HOST: z.string().default('localhost'),
  M2M_LOG_FORMAT: logFormat(),
  M2M_HOME: z.string().default('.m2m'),
  M2M_NAME: z.string().optional(),
  M2M_ISSUER: z.string().default('auth-server'),
  M2M_AUTH_SERVER: urlList.default(['http://localhost:8000']),
  M2M_CREDENTIAL: z.string().optional(),
  M2M_CREDENTIAL_FILE: z.string().optional(),
  M2M_TARGETS: targets.optional(),
});

export type MicroserviceEnvironment = z.infer<typeof environment>;
