/** How often a property is tried: few in the suite, many by `FUZZ_RUNS=5000`. */
export function runs(inSuite: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.FUZZ_RUNS ?? inSuite) }
}
