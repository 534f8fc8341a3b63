import { UserError } from '../../errors.ts';

/** The command line makes no sense; whoever prints it adds where help is to be had. */
export class UsageError extends UserError {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** getopt_long's own complaint, which C programs print without `error:`. An empty message: only where help is. */
export class GetoptError extends UsageError {
  constructor(message: string) {
    super(message);
    this.name = 'GetoptError';
  }
}
