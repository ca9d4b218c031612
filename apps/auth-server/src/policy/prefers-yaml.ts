/** Whether `Accept` (RFC 9110 §12.5.1) asks for YAML rather than JSON; JSON wins a draw. */
export function prefersYaml(accept: string | undefined): boolean {
  const weights = new Map((accept ?? '*/*').split(',').map(weightOf));
  const weigh = (type: string): number =>
    weights.get(type) ?? weights.get('application/*') ?? weights.get('*/*') ?? 0;
  return weigh('application/yaml') > weigh('application/json');
}

function weightOf(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return [type, Number.isFinite(weight) ? weight : 0];
}
