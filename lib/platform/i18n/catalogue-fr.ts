import accessLog from './messages/fr/access-log.json' with { type: 'json' };
import accounts from './messages/fr/accounts.json' with { type: 'json' };
import alerts from './messages/fr/alerts.json' with { type: 'json' };
import apiDocs from './messages/fr/api-docs.json' with { type: 'json' };
import backups from './messages/fr/backups.json' with { type: 'json' };
import brokers from './messages/fr/brokers.json' with { type: 'json' };
import configurationVersions from './messages/fr/configuration-versions.json' with { type: 'json' };
import deliveries from './messages/fr/deliveries.json' with { type: 'json' };
import codebook from './messages/fr/codebook.json' with { type: 'json' };
import codebookTexts from './messages/fr/codebook-texts.json' with { type: 'json' };
import exports from './messages/fr/exports.json' with { type: 'json' };
import federation from './messages/fr/federation.json' with { type: 'json' };
import fidelity from './messages/fr/fidelity.json' with { type: 'json' };
import imports from './messages/fr/imports.json' with { type: 'json' };
import issues from './messages/fr/issues.json' with { type: 'json' };
import maps from './messages/fr/maps.json' with { type: 'json' };
import nudges from './messages/fr/nudges.json' with { type: 'json' };
import passive from './messages/fr/passive.json' with { type: 'json' };
import place from './messages/fr/place.json' with { type: 'json' };
import places from './messages/fr/places.json' with { type: 'json' };
import publishers from './messages/fr/publishers.json' with { type: 'json' };
import pyramids from './messages/fr/pyramids.json' with { type: 'json' };
import donationServices from './messages/fr/donation-services.json' with { type: 'json' };
import retention from './messages/fr/retention.json' with { type: 'json' };
import schedules from './messages/fr/schedules.json' with { type: 'json' };
import sensitive from './messages/fr/sensitive.json' with { type: 'json' };
import sensors from './messages/fr/sensors.json' with { type: 'json' };
import sensorInventory from './messages/fr/sensor-inventory.json' with { type: 'json' };
import sensorPages from './messages/fr/sensor-pages.json' with { type: 'json' };
import shell from './messages/fr/shell.json' with { type: 'json' };
import sourceWork from './messages/fr/source-work.json' with { type: 'json' };
import sources from './messages/fr/sources.json' with { type: 'json' };
import tasks from './messages/fr/tasks.json' with { type: 'json' };
import traces from './messages/fr/traces.json' with { type: 'json' };
import withings from './messages/fr/withings.json' with { type: 'json' };
import donations from './messages/fr/donations.json' with { type: 'json' };
import personalReport from './messages/fr/personal-report.json' with { type: 'json' };

/** Everything the platform says in this language, by wing. */
export const fr = {
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
