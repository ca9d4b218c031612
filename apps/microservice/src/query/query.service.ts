import { TokenClientService } from '@app/m2m';
import { Problem } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { describeQueryFailure } from './describe-query-failure.js';

/** Calls another microservice in this one's name. */
@Injectable()
export class QueryService {
  constructor(private readonly m2m: TokenClientService) {}

  /** @throws {Problem} The auth-server refused, or the target or the auth-server did not answer. */
  async greet(target: string): Promise<string> {
    try {
      const { data } = await this.m2m.for(target).get<string>('/hello', { responseType: 'text' });
      return data;
    } catch (error) {
      const problem = describeQueryFailure(error, target);
      if (problem === undefined) throw error;
      throw new Problem(problem, { cause: error });
    }
  }
}
