// Last step of `npm run build`: puts the program into few files, since loading our modules one by one takes Node longer
// than a small dump does. Packages stay apart, and the library (dist/index.js) as tsc writes it.
import { rolldown } from 'rolldown';

const bundle = await rolldown({ input: 'dist/cli.js', external: /^[^./]/, platform: 'node' });
await bundle.write({ dir: 'dist', entryFileNames: 'cli.js', chunkFileNames: 'cli/[name].js' });
