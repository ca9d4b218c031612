import type { Type } from '@nestjs/common';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { markedAccess } from './route-marks.js';
import type { RouteMark } from './route-rules.js';

/** What `@WebSocketGateway()`, `@SubscribeMessage()` and `@MessagePattern()` leave behind. */
const GATEWAY = 'websockets:is_gateway';
const SOCKET_MESSAGE = 'websockets:message_mapping';
const RPC_MESSAGE = 'microservices:pattern';
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
    .filter(({ metatype }) => metatype && Reflect.hasMetadata(GATEWAY, metatype))
    .flatMap(({ metatype }) => handlersOf(metatype as Type, SOCKET_MESSAGE));
}

/** The handlers of Nest's microservice transports, of every controller of the application. */
export function messageControllersOf(modules: ModulesContainer): readonly MessageHandler[] {
  return [...modules.values()]
    .flatMap(({ controllers }) => [...controllers.values()])
    .flatMap(({ metatype }) => handlersOf(metatype as Type, RPC_MESSAGE));
}

function handlersOf(controller: Type, message: string): readonly MessageHandler[] {
  const methods = controller.prototype as Readonly<Record<string, object>>;
  return new MetadataScanner().getAllMethodNames(methods).flatMap((method) => {
    const handler = methods[method];
    if (handler === undefined || !Reflect.hasMetadata(message, handler)) return [];
    const access = markedAccess(controller, handler);
    return [{ name: `${controller.name}.${method}`, access, isRawCall: isRawCall(handler) }];
  });
}

function isRawCall(handler: object): boolean {
  const patterns = Reflect.getMetadata(RPC_MESSAGE, handler) as readonly Pattern[] | undefined;
  return patterns?.some((pattern) => pattern?.streaming === RAW_STREAMING) === true;
}
