/* What is used of WebAssembly, which Node has and its types leave to those of browsers. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum: number })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Table {
    grow(places: number): number
    set(place: number, value: unknown): void
  }
  class Module {
    constructor(bytes: Uint8Array)
    static imports(module: Module): { module: string; name: string }[]
  }
  class Instance {
    constructor(module: Module, imports: object)
    readonly exports: Record<string, unknown>
  }
  function compile(bytes: Uint8Array): Promise<Module>
  function instantiate(module: Module, imports: object): Promise<Instance>
}
