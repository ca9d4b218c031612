import type { Type } from '@nestjs/common';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { METADATA, metadata } from './handler-metadata.js';
import { markedAccess } from './route-marks.js';
import type { RouteMark } from './route-rules.js';

const RAW_STREAMING = 'pt_stream';

/** A handler of messages, with the mark that it or its class bears. */
export interface MessageHandler {
  /** `Class.method`, for a person to find it. */
  readonly name: string;
  readonly access: RouteMark['access'] | undefined;
  /** Whether it is a `@GrpcStreamCall()`. */
  readonly isRawCall: boolean;
}

/** A pattern may be anything; that of gRPC says how it streams. */
type Pattern = { readonly streaming?: unknown } | undefined;

/** The message handlers of every WebSocket gateway of the application. */
export function gatewaysOf(modules: ModulesContainer): readonly MessageHandler[] {
  return [...modules.values()]
    .flatMap(({ providers }) => [...providers.values()])
    .filter(({ metatype }) => metatype && Reflect.hasMetadata(METADATA.gateway, metatype))
    .flatMap(({ metatype }) => handlersOf(metatype as Type, 'isSocketMessage'));
}

/** The handlers of Nest's microservice transports, of every controller of the application. */
export function messageControllersOf(modules: ModulesContainer): readonly MessageHandler[] {
  return [...modules.values()]
    .flatMap(({ controllers }) => [...controllers.values()])
    .flatMap(({ metatype }) => handlersOf(metatype as Type, 'patterns'));
}

function handlersOf(controller: Type, message: keyof typeof METADATA): readonly MessageHandler[] {
  const methods = controller.prototype as Readonly<Record<string, object>>;
  return new MetadataScanner().getAllMethodNames(methods).flatMap((method) => {
    const handler = methods[method];
    if (handler === undefined || !Reflect.hasMetadata(METADATA[message], handler)) return [];
    const access = markedAccess(controller, handler);
    return [{ name: `${controller.name}.${method}`, access, isRawCall: isRawCall(handler) }];
  });
}

function isRawCall(handler: object): boolean {
  const patterns = metadata('patterns', handler) as readonly Pattern[] | undefined;
  return patterns?.some((pattern) => pattern?.streaming === RAW_STREAMING) === true;
}
