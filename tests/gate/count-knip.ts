import type { Reporter } from 'knip';

/** Says how many files knip looked at; its own reports say only what it found. */
const countFiles: Reporter = ({ counters }) => {
  process.stdout.write(`looked at ${counters.total} files\n`);
};

// oxlint-disable-next-line import/no-default-export -- knip takes a reporter by its default export
export default countFiles;
