/** The value below which `share` (0 to 1) of the samples lie; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function maximum(samples: readonly number[]): number {
  return samples.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
}

export function sum(samples: readonly number[]): number {
  return samples.reduce((total, each) => total + each, 0);
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
