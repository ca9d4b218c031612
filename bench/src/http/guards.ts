import { UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { IncomingMessage } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { passportJwtSecret } from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';

const authorizationOf = (context: ExecutionContext): string | undefined =>
  context.getArgByIndex<IncomingMessage>(0).headers.authorization;

/** The practical limit: reads the header, decides nothing. */
export class HeaderGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return authorizationOf(context) !== undefined;
  }
}

/** What one writes by hand over jose. */
export function joseGuard(jwksUri: string): CanActivate {
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const expected = { issuer: 'auth-server', audience: 'm2', algorithms: ['RS256'] };
  return {
    async canActivate(context) {
      const token = authorizationOf(context)?.split(' ')[1];
      if (token === undefined) throw new UnauthorizedException();
      const { payload } = await jwtVerify(token, keys, expected);
      Object.assign(context.getArgByIndex<object>(0), { caller: payload.sub });
      return true;
    },
  };
}

/** What the documentation of Nest and of jwks-rsa tells one to write. */
export function stockStrategy(jwksUri: string): object {
  class StockStrategy extends PassportStrategy(Strategy, 'stock') {
    constructor() {
      super({
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKeyProvider: passportJwtSecret({ jwksUri, cache: true, rateLimit: true }),
        issuer: 'auth-server',
        audience: 'm2',
        algorithms: ['RS256'],
      });
    }

    validate(payload: { readonly sub: string }): object {
      return { caller: payload.sub };
    }
  }
  return new StockStrategy();
}

export const StockGuard = AuthGuard('stock');
