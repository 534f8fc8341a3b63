import { describe, expect, it } from 'vitest';
import { dumpAllOptionsFrom } from './dumpall-options-from.ts';

const resources = async (line: string): Promise<readonly boolean[]> => {
  const { resourceQueues, resourceGroups } = await dumpAllOptionsFrom(line.split(' '));
  return [resourceQueues, resourceGroups];
};

describe('dumpall', () => {
  it.each([
    ['-g', [false, false]],
    ['--roles-only --resource-queues', [true, false]],
    ['--resource-groups', [false, true]],
    ['-g --gp-syntax', [true, true]],
    ['--no-gp-syntax', [false, false]],
    ['--no-gp-syntax --resource-groups', [false, true]],
  ])('%s: queues and groups %j', async (line, expected) => {
    expect(await resources(line)).toEqual(expected);
  });

  it('refuses both syntaxes at once, also where there is no dump of a database to refuse them', async () => {
    await expect(resources('-g --gp-syntax --no-gp-syntax')).rejects.toThrow(
      'options "--gp-syntax" and "--no-gp-syntax" cannot be used together',
    );
  });
});
