import { Module } from '@nestjs/common';
import { Explainer } from './explainer.service.js';
import { WhyController } from './why.controller.js';

/** Why somebody may call somebody or not. Needs the rooms of facts and AdminModule. */
@Module({ controllers: [WhyController], providers: [Explainer] })
export class ExplainingModule {}
