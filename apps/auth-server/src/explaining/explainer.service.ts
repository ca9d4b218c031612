import { Problem } from '@app/runtime';
import { Injectable } from '@nestjs/common';
import { documentOf } from '../policy/policy-source.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import type { EdgeChange } from '../policy/policy-version.js';
import { PolicyVersions } from '../policy/policy-versions.service.js';
import { toProblem } from '../policy/policy.problems.js';
import { snapshotOfDocument } from '../policy/snapshot-of-document.js';
import { isLive } from '../registry/credential.js';
import { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { explain, type Explanation } from './explain.js';
import type { WhyQuestion } from './why-question.js';

/** An explanation with what the database adds to it. */
export interface FullExplanation extends Explanation {
  /** The latest change of the edge, or of the entry that it comes from. */
  readonly lastChange?: EdgeChange;
  /** The credentials of the caller on record; only of this very moment. */
  readonly credentials?: { readonly live: number; readonly ended: number };
}

/** Nothing was revoked as far as a version of the policy tells. */
const NO_REVOCATIONS = { issuingStop: () => undefined };

/** Answers why somebody may call somebody or not, now or then. */
@Injectable()
export class Explainer {
  constructor(
    private readonly policy: PolicySnapshots,
    private readonly versions: PolicyVersions,
    private readonly revocations: RevocationLedger,
  ) {}

  /** Throws a Problem for a moment before the first version, and while the database is away. */
  async explain(asked: WhyQuestion, nowMs: number): Promise<FullExplanation> {
    const { caller, target, scope: scopes = [], at } = asked;
    const question = { caller, target, scopes, nowMs: at?.getTime() ?? nowMs };
    const snapshot = at === undefined ? this.policy.current() : await this.#inForce(at);
    const revocations = at === undefined ? this.revocations.current() : NO_REVOCATIONS;
    const explanation = explain(snapshot, revocations, question);
    const { edge } = explanation;
    const lastChange = await this.versions
      .latestChangeOf(edge?.via ?? { caller, target }, at)
      .catch(toProblem);
    return {
      ...explanation,
      ...(lastChange !== undefined && { lastChange }),
      ...(at === undefined && { credentials: credentialsOf(snapshot, caller, nowMs) }),
    };
  }

  async #inForce(at: Date): Promise<PolicySnapshot> {
    const snapshot = await this.#snapshotAt(at).catch(toProblem);
    if (snapshot !== undefined) return snapshot;
    throw new Problem({
      status: 404,
      code: 'M2M_POLICY_VERSION_UNKNOWN',
      message: 'There was no policy at that moment yet. List versions: GET /admin/policy/versions.',
    });
  }

  async #snapshotAt(at: Date): Promise<PolicySnapshot | undefined> {
    const version = await this.versions.inForce(at);
    return version && snapshotOfDocument(version.version, documentOf(version.content));
  }
}

function credentialsOf({ registry }: PolicySnapshot, caller: string, nowMs: number) {
  const all = registry.credentialsOf(caller);
  const live = all.filter((credential) => isLive(credential, nowMs)).length;
  return { live, ended: all.length - live };
}
