// The program in few files: loading our modules one by one takes Node longer than a small dump does. Packages stay apart,
// and the library (dist/index.js) as tsc writes it.
export default {
  input: 'dist/cli.js',
  external: /^[^./]/,
  platform: 'node',
  logLevel: 'silent',
  output: { dir: 'dist', entryFileNames: 'cli.js', chunkFileNames: 'cli/[name].js' },
};
