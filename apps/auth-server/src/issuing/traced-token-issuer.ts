import { printable, traced } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { TokenIssuer } from './token-issuer.service.js';
import type { IssuedToken, TokenRequest } from './token-request.js';

/** The story of a token, with a span around it where traces are wanted. */
@Injectable()
export class TracedTokenIssuer extends TokenIssuer {
  override issue(request: TokenRequest): Promise<IssuedToken> {
    const attributes = {
      'm2m.caller': request.caller.name,
      'm2m.target': printable(request.target),
    };
    return traced({ name: 'm2m issue', attributes }, () => super.issue(request));
  }
}
