import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConfigurableModuleClass } from './issuing.module-definition.js';
import { TokenIssuer } from './token-issuer.service.js';
import { TracedTokenIssuer } from './traced-token-issuer.js';

/** Authenticate, decide, sign, record: the one place where tokens come from. */
@Module({
  imports: [AuditModule],
  providers: [{ provide: TokenIssuer, useClass: TracedTokenIssuer }],
  exports: [TokenIssuer],
})
export class IssuingModule extends ConfigurableModuleClass {}
