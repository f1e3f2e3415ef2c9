/** The part of Node's WebAssembly that is used here. */
declare const WebAssembly: {
  readonly Module: new (program: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => object;
};

const bytesOf = (text: string): number[] => [text.length, ...Buffer.from(text)];
const section = (id: number, body: readonly number[]): number[] => [id, body.length, ...body];

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A WebAssembly program whose only instruction is a call of WASI's `proc_exit`. */
const programThatExits = (code: number): Uint8Array =>
  Uint8Array.from([
    ...MAGIC_AND_VERSION,
    // Two types of functions: of an i32, and of nothing; neither returns anything.
    ...section(1, [2, 0x60, 1, 0x7f, 0, 0x60, 0, 0]),
    ...section(2, [1, ...bytesOf('wasi_snapshot_preview1'), ...bytesOf('proc_exit'), 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...bytesOf('memory'), 2, 0, ...bytesOf('_start'), 0, 1]),
    // i32.const code; call proc_exit; end
    ...section(10, [1, 6, 0, 0x41, code, 0x10, 0, 0x0b]),
  ]);

/**
 * Ends the whole process with an exit code, from any thread, even if the main thread is blocked. In
 * a worker thread `process.exit()` ends only that thread, and after a signal the exit code would
 * not be ours. WASI's `proc_exit` calls exit(3). (Node.js, WASI, `returnOnExit`)
 * @param code below 64
 */
export async function endProcess(code: number): Promise<void> {
  // Suppresses Node's warning that WASI is experimental.
  process.emitWarning = () => undefined;
  const { WASI } = await import('node:wasi');
  const wasi = new WASI({ version: 'preview1', returnOnExit: false });
  const program = new WebAssembly.Module(programThatExits(code));
  const imports = { wasi_snapshot_preview1: wasi.wasiImport };
  wasi.start(new WebAssembly.Instance(program, imports));
}
