import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { tap, type Observable } from 'rxjs';
import { AdminActRecorder } from './admin-act-recorder.service.js';
import type { AdminRequest } from './admin-request.js';
import { ADMIN_ROUTE, type AdminRouteOptions } from './admin-route-options.js';

/** Has written down what became of a request that the guard let through. */
@Injectable()
export class AdminActInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly acts: AdminActRecorder,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.reflector.get<AdminRouteOptions>(ADMIN_ROUTE, context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<AdminRequest>();
    const { statusCode: status } = http.getResponse<{ readonly statusCode: number }>();
    return next.handle().pipe(
      tap({
        next: (answer) => this.acts.done(route, request, { status, answer }),
        error: (error: unknown) => this.acts.failed(route, request, error),
      }),
    );
  }
}
