import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConfigurableModuleClass } from './issuing.module-definition.js';
import { TokenIssuer } from './token-issuer.service.js';

/** Authenticate, decide, sign, record: the one place where tokens come from. */
@Module({ imports: [AuditModule], providers: [TokenIssuer], exports: [TokenIssuer] })
export class IssuingModule extends ConfigurableModuleClass {}
