import type { Command } from './command.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { codebookCommands } from './codebook.ts';
import { doctorCommand } from './doctor.ts';
import { incrementCommands } from './increment.ts';
import { migrateCommand } from './migrate.ts';
import { orgCommands } from './org.ts';
import { donationCommands } from './donation.ts';
import { passiveCommands } from './passive.ts';
import { registryCommands } from './registry.ts';
import { sensorCommands } from './sensors.ts';
import { studyCommands } from './study.ts';
import { taskCommands } from './task.ts';
import { tokenCommands } from './token.ts';
import { userCommands } from './user.ts';
import { exportCommands } from './export.ts';
import { xlsformCommands } from './xlsform.ts';

/** Every command, in the order the help shows them. */
export const commands: readonly Command[] = [
  ...orgCommands,
  ...donationCommands,
  ...studyCommands,
  ...userCommands,
  ...tokenCommands,
  ...passiveCommands,
  ...codebookCommands,
  ...registryCommands,
  ...sensorCommands,
  ...taskCommands,
  ...xlsformCommands,
  ...exportCommands,
  migrateCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  ...incrementCommands,
];
