// WebChat calls structuredClone, which browsers have since 2022 (Chrome 98). It clones plain activities only.
if (typeof window.structuredClone !== 'function') {
  window.structuredClone = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
}
