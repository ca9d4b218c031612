import { Module } from '@nestjs/common';
import { EdgesController } from './edges.controller.js';
import { PlanController } from './plan.controller.js';
import { ProposalController } from './proposal.controller.js';

/** What was called, beside what may be called. Needs AuditTrailModule, PolicyModule and AdminModule. */
@Module({ controllers: [EdgesController, PlanController, ProposalController] })
export class InsightModule {}
