/** The stable codes of {@link CoreRefusal}. */
export type CoreRefusalCode =
  | 'CORE_API_KEY_INVALID'
  | 'CORE_CDI_VERSION_INVALID'
  | 'CORE_CDI_VERSION_UNSUPPORTED'
  | 'CORE_ROUTE_UNKNOWN'
  | 'CORE_METHOD_UNSUPPORTED'
  | 'CORE_JSON_INVALID'
  | 'CORE_FIELD_INVALID'
  | 'CORE_VALIDITY_NOT_POSITIVE'
  | 'CORE_TENANT_NOT_PUBLIC'
  | 'CORE_APP_UNKNOWN'
  | 'CORE_FEATURE_DISABLED'
  | 'CORE_BODY_TOO_LARGE'
  | 'CORE_REQUEST_ABORTED';

/**
 * A request that the core does not serve, with the HTTP status and the text of its answer.
 *
 * The texts are part of the wire contract: the SuperTokens SDK shows them in its errors.
 */
export abstract class CoreRefusal extends Error {
  abstract readonly status: number;
  abstract readonly code: CoreRefusalCode;

  constructor(text: string) {
    super(text);
    this.name = new.target.name;
  }
}

/** No API key was sent, or none that this core knows. */
export class ApiKeyRefused extends CoreRefusal {
  readonly status = 401;
  readonly code = 'CORE_API_KEY_INVALID';

  constructor() {
    super('Invalid API key');
  }
}

/** The `cdi-version` header is no version at all. */
export class CdiVersionInvalid extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_CDI_VERSION_INVALID';

  constructor() {
    super('cdi-version header is invalid');
  }
}

/** The `cdi-version` header names a version of the interface that this core does not speak. */
export class CdiVersionUnsupported extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_CDI_VERSION_UNSUPPORTED';

  constructor(version: string) {
    super(`cdi-version ${version} not supported`);
  }
}

/** Nothing answers at this path. */
export class RouteUnknown extends CoreRefusal {
  readonly status = 404;
  readonly code = 'CORE_ROUTE_UNKNOWN';

  constructor() {
    super('Not found');
  }
}

/** The path exists, but not for this method. */
export class MethodUnsupported extends CoreRefusal {
  readonly status = 405;
  readonly code = 'CORE_METHOD_UNSUPPORTED';

  constructor() {
    super('Method not supported');
  }
}

/** The body is no JSON object, or holds a number that cannot be kept exactly. */
export class JsonInvalid extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_JSON_INVALID';

  constructor() {
    super('Invalid Json Input');
  }
}

/** A member of the body is missing or has the wrong type. */
export class FieldInvalid extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_FIELD_INVALID';

  constructor(readonly field: string) {
    super(`Field name '${field}' is invalid in JSON input`);
  }
}

/** `validity` is zero or negative. */
export class ValidityNotPositive extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_VALIDITY_NOT_POSITIVE';

  constructor() {
    super('validity must be greater than or equal to 0');
  }
}

/** An API of the whole app was called through a tenant. */
export class TenantNotPublic extends CoreRefusal {
  readonly status = 403;
  readonly code = 'CORE_TENANT_NOT_PUBLIC';

  constructor() {
    super('Only public tenantId can call this app specific API');
  }
}

/** The path names an app that this core does not have. */
export class AppUnknown extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_APP_UNKNOWN';

  constructor(appId: string, tenantId: string) {
    super(
      'AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and ' +
        `tenantId combination not found: (, ${appId}, ${tenantId})`,
    );
  }
}

/** Apps cannot be created here: name them in `appAliases` instead. */
export class FeatureDisabled extends CoreRefusal {
  readonly status = 402;
  readonly code = 'CORE_FEATURE_DISABLED';

  constructor() {
    super(
      "Cannot use feature: multi_tenancy, because the license key is missing, or doesn't have " +
        'this feature enabled.',
    );
  }
}

/** The body is larger than the core reads. */
export class BodyTooLarge extends CoreRefusal {
  readonly status = 413;
  readonly code = 'CORE_BODY_TOO_LARGE';

  constructor(maxBodyBytes: number) {
    super(`Request body is larger than ${maxBodyBytes} bytes`);
  }
}

/** The client went away before its request was complete; nobody is left to read this. */
export class RequestAborted extends CoreRefusal {
  readonly status = 400;
  readonly code = 'CORE_REQUEST_ABORTED';

  constructor() {
    super('Request aborted');
  }
}
