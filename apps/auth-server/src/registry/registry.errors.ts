/** The root of what the registry refuses; `code` is stable and documented. */
export abstract class RegistryError extends Error {
  abstract readonly code: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** No microservice has this name. */
export class MicroserviceUnknown extends RegistryError {
  readonly code = 'M2M_MICROSERVICE_UNKNOWN';

  constructor() {
    super('No microservice has this name. Add it to the policy first: PUT /admin/policy.');
  }
}

/** The microservice has no credential with this id. */
export class CredentialUnknown extends RegistryError {
  readonly code = 'M2M_CREDENTIAL_UNKNOWN';

  constructor() {
    super(
      'The microservice has no credential with this id. List them: GET the same path without it.',
    );
  }
}

/** The microservice has as many live credentials as it may. */
export class CredentialLimit extends RegistryError {
  readonly code = 'M2M_CREDENTIAL_LIMIT';

  constructor(limit: number) {
    super(`The microservice has ${limit} live credentials, and no more are allowed. Revoke some.`);
  }
}
