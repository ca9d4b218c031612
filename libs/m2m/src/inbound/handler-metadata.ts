import type { RequestMethod } from '@nestjs/common';

/** What Nest's decorators leave behind on classes and methods, by the names that Nest gives them. */
export const METADATA = {
  path: 'path',
  method: 'method',
  version: '__version__',
  gateway: 'websockets:is_gateway',
  isSocketMessage: 'websockets:message_mapping',
  socketMessage: 'message',
  patterns: 'microservices:pattern',
  resolverType: 'graphql:resolver_type',
  resolverName: 'graphql:resolver_name',
} as const;

interface MetadataValues {
  readonly path: string | readonly string[];
  readonly method: RequestMethod;
  readonly version: unknown;
  readonly gateway: boolean;
  readonly isSocketMessage: boolean;
  readonly socketMessage: unknown;
  readonly patterns: readonly unknown[];
  readonly resolverType: string;
  readonly resolverName: string;
}

/** What stands under a key on a class or method. */
export function metadata<Key extends keyof MetadataValues>(
  key: Key,
  target: object,
): MetadataValues[Key] | undefined {
  return Reflect.getMetadata(METADATA[key], target) as MetadataValues[Key] | undefined;
}
