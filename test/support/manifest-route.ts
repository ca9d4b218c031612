import type { ManifestRoute } from '@app/m2m';

/** A protected route of a manifest, with what a test says of it. */
export function manifestRoute(rules: Partial<ManifestRoute> = {}): ManifestRoute {
  return {
    handler: 'InvoicesController.list',
    transport: 'http',
    operation: 'GET /invoices',
    access: 'protected',
    scopes: [],
    senderConstrained: false,
    hasPredicate: false,
    ...rules,
  };
}
