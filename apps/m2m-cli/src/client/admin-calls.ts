/** One route of the auth-server that this command uses. */
export interface AdminCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces, as in OpenAPI. */
  readonly path: `/${string}`;
}

/** Every route that this command uses; a test holds them against the auth-server's own list. */
export const CALLS = {
  readPolicy: { method: 'GET', path: '/admin/policy' },
  lintPolicy: { method: 'POST', path: '/admin/policy/lint' },
  replacePolicy: { method: 'PUT', path: '/admin/policy' },
  planPolicy: { method: 'POST', path: '/admin/policy/plan' },
  proposePolicy: { method: 'GET', path: '/admin/policy/proposal' },
  why: { method: 'GET', path: '/admin/why' },
  listEdges: { method: 'GET', path: '/admin/edges' },
  readAudit: { method: 'GET', path: '/admin/audit' },
  listVersions: { method: 'GET', path: '/admin/policy/versions' },
  diffVersions: { method: 'GET', path: '/admin/policy/diff' },
  restoreVersion: { method: 'POST', path: '/admin/policy/versions/{version}/restore' },
  listMicroservices: { method: 'GET', path: '/admin/microservices' },
  addMicroservice: { method: 'POST', path: '/admin/microservices' },
  changeMicroservice: { method: 'PATCH', path: '/admin/microservices/{name}' },
  removeMicroservice: { method: 'DELETE', path: '/admin/microservices/{name}' },
  listCredentials: { method: 'GET', path: '/admin/microservices/{name}/credentials' },
  issueCredential: { method: 'POST', path: '/admin/microservices/{name}/credentials' },
  revokeCredential: { method: 'DELETE', path: '/admin/microservices/{name}/credentials/{id}' },
  listAdminTokens: { method: 'GET', path: '/admin/tokens' },
  issueAdminToken: { method: 'POST', path: '/admin/tokens' },
  revokeAdminToken: { method: 'DELETE', path: '/admin/tokens/{id}' },
  listRevocations: { method: 'GET', path: '/admin/revocations' },
  revoke: { method: 'POST', path: '/admin/revocations' },
  liftRevocation: { method: 'DELETE', path: '/admin/revocations/{id}' },
} as const satisfies Readonly<Record<string, AdminCall>>;

/** The name of a route. */
export type CallName = keyof typeof CALLS;

/** A path with its parameters filled in, each escaped; a missing one is a mistake of this program. */
export function pathOf(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined || value === '') throw new TypeError(`${template} needs ${name}.`);
    return encodeURIComponent(value);
  });
}
