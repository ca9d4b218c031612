// WebSocket: the token travels in the header "Authorization" of the request that is upgraded. It is
// judged again for each message, so a connection does not outlive its token.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  Caller,
  M2MModule,
  M2MProtected,
  M2MWebSocketAdapter,
  TokenClientService,
  type M2MCaller,
} from '@app/m2m';
import { WebSocket } from 'ws';

@WebSocketGateway({ path: '/events' })
@M2MProtected({ callers: ['m1'] })
export class EventsGateway {
  @SubscribeMessage('note')
  note(@MessageBody() text: string, @Caller() caller: M2MCaller): object {
    return { event: 'noted', data: `${text} from ${caller.name}` };
  }
}

@Module({
  imports: [M2MModule.forRoot({ name: 'm2', authServer: 'http://localhost:8000' })],
  providers: [EventsGateway],
})
export class EventsModule {}

/** Runs m2. Without this adapter the start fails, since `ws` forgets the upgraded request. */
export async function startEvents(): Promise<void> {
  const app = await NestFactory.create(EventsModule);
  app.useWebSocketAdapter(new M2MWebSocketAdapter(app, new WsAdapter(app)));
  await app.listen(8002);
}

/** In m1. A refused upgrade is 401; a refused message is answered with the event "exception". */
export async function connect(m2m: TokenClientService): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${await m2m.getToken('m2')}` };
  return new WebSocket('ws://localhost:8002/events', { headers });
}
