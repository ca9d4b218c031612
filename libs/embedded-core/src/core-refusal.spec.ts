import * as refusals from './core-refusal.js';

describe('a refusal of the core', () => {
  it.each([
    [new refusals.ApiKeyRefused(), 401, 'CORE_API_KEY_INVALID'],
    [new refusals.CdiVersionInvalid(), 400, 'CORE_CDI_VERSION_INVALID'],
    [new refusals.CdiVersionUnsupported('9.9'), 400, 'CORE_CDI_VERSION_UNSUPPORTED'],
    [new refusals.RouteUnknown(), 404, 'CORE_ROUTE_UNKNOWN'],
    [new refusals.MethodUnsupported(), 405, 'CORE_METHOD_UNSUPPORTED'],
    [new refusals.JsonInvalid(), 400, 'CORE_JSON_INVALID'],
    [new refusals.FieldInvalid('payload'), 400, 'CORE_FIELD_INVALID'],
    [new refusals.ValidityNotPositive(), 400, 'CORE_VALIDITY_NOT_POSITIVE'],
    [new refusals.TenantNotPublic(), 403, 'CORE_TENANT_NOT_PUBLIC'],
    [new refusals.AppUnknown('a', 'public'), 400, 'CORE_APP_UNKNOWN'],
    [new refusals.FeatureDisabled(), 402, 'CORE_FEATURE_DISABLED'],
    [new refusals.BodyTooLarge(5), 413, 'CORE_BODY_TOO_LARGE'],
    [new refusals.RequestAborted(), 400, 'CORE_REQUEST_ABORTED'],
  ])('%s has the status %i and the stable code %s', (refusal, status, code) => {
    expect(refusal).toBeInstanceOf(refusals.CoreRefusal);
    expect(refusal).toMatchObject({ status, code, name: refusal.constructor.name });
  });
});
