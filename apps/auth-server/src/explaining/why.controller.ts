import { systemClock } from '@app/m2m';
import { Controller, Get, Query } from '@nestjs/common';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { Explainer, type FullExplanation } from './explainer.service.js';
import { parseWhyQuestion } from './why-question.js';

/** Says what would be decided and why; for administrators. */
@Controller('admin/why')
export class WhyController {
  constructor(private readonly explainer: Explainer) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'why' })
  why(@Query() query: unknown): Promise<FullExplanation> {
    return this.explainer.explain(parseWhyQuestion(query), systemClock.nowMs());
  }
}
