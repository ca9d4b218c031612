import { HttpService } from '@nestjs/axios';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { firstValueFrom } from 'rxjs';
import { StubAuthServer } from '../../../../test/support/stub-auth-server.js';
import { StubTarget } from '../../../../test/support/stub-target.js';
import { M2MOutboundModule } from './outbound.module.js';
import { M2MHttpModule } from './target-http.module.js';

@Injectable()
class Orders {
  constructor(readonly http: HttpService) {}
}

@Injectable()
class Invoices {
  constructor(readonly http: HttpService) {}
}

@Module({ imports: [M2MHttpModule.forTarget('m2')], providers: [Orders] })
class OrdersModule {}

@Module({ imports: [M2MHttpModule.forTarget('m3', { scope: 'a' })], providers: [Invoices] })
class InvoicesModule {}

describe('M2MHttpModule', () => {
  it('gives each module an HttpService that is bound to the target it named', async () => {
    const authServer = await new StubAuthServer().listen();
    const [m2, m3] = await Promise.all([new StubTarget().listen(), new StubTarget().listen()]);
    const outbound = M2MOutboundModule.forRoot({
      name: 'm1',
      authServer: authServer.url,
      credential: 'bootstrap',
      targets: { m2: m2.url, m3: m3.url },
    });
    const app = await Test.createTestingModule({
      imports: [outbound, OrdersModule, InvoicesModule],
    }).compile();

    await firstValueFrom(app.get(Orders, { strict: false }).http.get('/orders'));
    await firstValueFrom(app.get(Invoices, { strict: false }).http.get('/invoices'));

    expect(m2.requests.map(({ path }) => path)).toEqual(['/orders']);
    expect(m3.requests.map(({ path }) => path)).toEqual(['/invoices']);
    expect(authServer.requests.map(({ body }) => body)).toEqual([
      '{"target":"m2"}',
      '{"target":"m3","scope":"a"}',
    ]);
    await app.close();
    await Promise.all([authServer.close(), m2.close(), m3.close()]);
  });
});
