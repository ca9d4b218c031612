import { randomUUID } from 'node:crypto';

/** Makes the claims that a platform's issuer puts in a token now. */
export type PlatformClaimsMaker = (
  issuer: string,
  nowSec: number,
) => Readonly<Record<string, unknown>>;

/** A projected service-account token of Kubernetes 1.30 and newer, bound to a pod. */
export const kubernetesClaims: PlatformClaimsMaker = (issuer, nowSec) => ({
  aud: ['auth-server'],
  exp: nowSec + 3600,
  iat: nowSec,
  iss: issuer,
  jti: randomUUID(),
  'kubernetes.io': {
    namespace: 'prod',
    node: { name: 'node-1', uid: 'f0b8a3c1-9f0e-4d0e-8c55-3f1f8a1f4d11' },
    pod: { name: 'm1-7d9c5b6f4-x2x7q', uid: '2b7f7a55-7f1a-4f9e-9a52-0f7c2c3f9a10' },
    serviceaccount: { name: 'm1', uid: '7e1f4f0c-5a7b-4b5e-8a1e-2f8d3b6c9a77' },
  },
  nbf: nowSec,
  sub: 'system:serviceaccount:prod:m1',
});

/** A JWT-SVID as the SPIFFE standard demands it: no `iss`, the trust domain is in the subject. */
export const spiffeClaims: PlatformClaimsMaker = (_issuer, nowSec) => ({
  aud: ['auth-server'],
  exp: nowSec + 300,
  iat: nowSec,
  sub: 'spiffe://acme.example/ns/prod/sa/m1',
});

/** An OIDC token of a GitHub Actions job with an environment. */
export const githubClaims: PlatformClaimsMaker = (issuer, nowSec) => ({
  jti: randomUUID(),
  sub: 'repo:acme/m1:environment:prod',
  environment: 'prod',
  aud: 'auth-server',
  ref: 'refs/heads/main',
  sha: '0d5f6c1a1b0c8e5a4f6b7c8d9e0f1a2b3c4d5e6f',
  repository: 'acme/m1',
  repository_owner: 'acme',
  repository_owner_id: '1200',
  repository_id: '7400',
  repository_visibility: 'private',
  actor: 'deployer',
  actor_id: '31',
  workflow: 'deploy',
  workflow_ref: 'acme/m1/.github/workflows/deploy.yml@refs/heads/main',
  workflow_sha: '0d5f6c1a1b0c8e5a4f6b7c8d9e0f1a2b3c4d5e6f',
  job_workflow_ref: 'acme/m1/.github/workflows/deploy.yml@refs/heads/main',
  job_workflow_sha: '0d5f6c1a1b0c8e5a4f6b7c8d9e0f1a2b3c4d5e6f',
  head_ref: '',
  base_ref: '',
  event_name: 'push',
  ref_protected: 'true',
  ref_type: 'branch',
  run_id: '9001',
  run_number: '10',
  run_attempt: '1',
  runner_environment: 'github-hosted',
  iss: issuer,
  nbf: nowSec - 600,
  exp: nowSec + 300,
  iat: nowSec,
});

/** An ID token of a GitLab CI job on a branch. */
export const gitlabClaims: PlatformClaimsMaker = (issuer, nowSec) => ({
  namespace_id: '72',
  namespace_path: 'acme',
  project_id: '20',
  project_path: 'acme/m1',
  user_id: '1',
  user_login: 'deployer',
  user_email: 'deployer@acme.example',
  pipeline_id: '574',
  pipeline_source: 'push',
  job_id: '302',
  ref: 'main',
  ref_type: 'branch',
  ref_path: 'refs/heads/main',
  ref_protected: 'true',
  runner_id: 1,
  runner_environment: 'self-hosted',
  sha: '714a629c0b401fdce83e847fc9589983fc6f46bc',
  project_visibility: 'private',
  ci_config_ref_uri: 'gitlab.acme.example/acme/m1//.gitlab-ci.yml@refs/heads/main',
  ci_config_sha: '714a629c0b401fdce83e847fc9589983fc6f46bc',
  jti: randomUUID(),
  iss: issuer,
  iat: nowSec,
  nbf: nowSec - 5,
  exp: nowSec + 3600,
  sub: 'project_path:acme/m1:ref_type:branch:ref:main',
  aud: 'auth-server',
});
