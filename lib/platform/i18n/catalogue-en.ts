import accessLog from './messages/en/access-log.json' with { type: 'json' };
import accounts from './messages/en/accounts.json' with { type: 'json' };
import alerts from './messages/en/alerts.json' with { type: 'json' };
import apiDocs from './messages/en/api-docs.json' with { type: 'json' };
import backups from './messages/en/backups.json' with { type: 'json' };
import brokers from './messages/en/brokers.json' with { type: 'json' };
import configurationVersions from './messages/en/configuration-versions.json' with { type: 'json' };
import deliveries from './messages/en/deliveries.json' with { type: 'json' };
import codebook from './messages/en/codebook.json' with { type: 'json' };
import codebookTexts from './messages/en/codebook-texts.json' with { type: 'json' };
import exports from './messages/en/exports.json' with { type: 'json' };
import federation from './messages/en/federation.json' with { type: 'json' };
import fidelity from './messages/en/fidelity.json' with { type: 'json' };
import imports from './messages/en/imports.json' with { type: 'json' };
import issues from './messages/en/issues.json' with { type: 'json' };
import maps from './messages/en/maps.json' with { type: 'json' };
import nudges from './messages/en/nudges.json' with { type: 'json' };
import passive from './messages/en/passive.json' with { type: 'json' };
import place from './messages/en/place.json' with { type: 'json' };
import places from './messages/en/places.json' with { type: 'json' };
import publishers from './messages/en/publishers.json' with { type: 'json' };
import pyramids from './messages/en/pyramids.json' with { type: 'json' };
import donationServices from './messages/en/donation-services.json' with { type: 'json' };
import retention from './messages/en/retention.json' with { type: 'json' };
import schedules from './messages/en/schedules.json' with { type: 'json' };
import sensitive from './messages/en/sensitive.json' with { type: 'json' };
import sensors from './messages/en/sensors.json' with { type: 'json' };
import sensorInventory from './messages/en/sensor-inventory.json' with { type: 'json' };
import sensorPages from './messages/en/sensor-pages.json' with { type: 'json' };
import shell from './messages/en/shell.json' with { type: 'json' };
import sourceWork from './messages/en/source-work.json' with { type: 'json' };
import sources from './messages/en/sources.json' with { type: 'json' };
import tasks from './messages/en/tasks.json' with { type: 'json' };
import traces from './messages/en/traces.json' with { type: 'json' };
import withings from './messages/en/withings.json' with { type: 'json' };
import donations from './messages/en/donations.json' with { type: 'json' };
import personalReport from './messages/en/personal-report.json' with { type: 'json' };

/** Everything the platform says in this language, by wing. */
export const en = {
  accessLog,
  accounts,
  alerts,
  apiDocs,
  backups,
  brokers,
  configurationVersions,
  deliveries,
  codebook,
  codebookTexts,
  exports,
  federation,
  fidelity,
  imports,
  issues,
  maps,
  nudges,
  passive,
  place,
  places,
  publishers,
  pyramids,
  donationServices,
  retention,
  schedules,
  sensitive,
  sensors,
  sensorInventory,
  sensorPages,
  shell,
  sourceWork,
  sources,
  tasks,
  traces,
  withings,
  donations,
  personalReport,
};
