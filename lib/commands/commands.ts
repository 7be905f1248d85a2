import type { Command } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { migrateCommand } from './migrate.ts';
import { taskCommands } from './task.ts';

/** Every command, in the order the help shows them. */
export const commands: readonly Command[] = [...taskCommands, migrateCommand, doctorCommand];
